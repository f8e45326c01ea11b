'use client'
import Link from 'next/link'
import { createContext, useContext, useState, type ComponentProps, type FocusEvent, type MouseEvent, type ReactNode } from 'react'
import { classNames } from '../ui/class-names'
import { Fetching } from '../ui/fetching'
import { givenLook } from './columns'

const Cut = createContext<readonly string[]>([])

/**
 * A row of a list. The whole of it opens what it is about; its `RowLink` is what the keyboard and a screen reader find. One that is `fresh`
 * was not there when the list was last looked at, and slides in.
 */
export function ListRow({ selected = false, fresh = false, children }: { selected?: boolean; fresh?: boolean; children: ReactNode }) {
  const [cut, setCut] = useState<readonly string[]>([])

  function open(event: MouseEvent<HTMLTableRowElement>): void {
    if (isOnControl(event) || !getSelection()?.isCollapsed) return
    const link = linkOf(event.currentTarget)
    if (event.ctrlKey || event.metaKey) return openBeside(link)
    // What opens gives the focus back to where it was, and a row takes none.
    link?.focus({ preventScroll: true })
    link?.click()
  }

  function openByMiddle(event: MouseEvent<HTMLTableRowElement>): void {
    if (event.button === 1 && !isOnControl(event)) openBeside(linkOf(event.currentTarget))
  }

  function showCut({ target, currentTarget }: FocusEvent<HTMLTableRowElement>): void {
    if (!target.matches(':focus-visible')) return
    const texts = [...currentTarget.querySelectorAll<HTMLElement>('.given, time')].filter((text) => text.scrollWidth > text.clientWidth)
    setCut(texts.map((text) => text.innerText))
  }

  return (
    <Cut value={cut}>
      <tr
        onClick={open}
        onAuxClick={openByMiddle}
        // Where a middle button would begin to scroll, it does so on no link either.
        onMouseDown={(event) => event.button === 1 && !isOnControl(event) && event.preventDefault()}
        onFocus={showCut}
        onBlur={() => setCut([])}
        {...(selected && { 'data-selected': true })}
        className={classNames('group/row cursor-pointer', fresh && 'animate-enter')}
      >
        {children}
      </tr>
    </Cut>
  )
}

const isOnControl = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('a, button, label') !== null

const linkOf = (row: HTMLTableRowElement) => row.querySelector<HTMLAnchorElement>('a[data-opens]')

function openBeside(link: HTMLAnchorElement | null): void {
  if (link) window.open(link.href, '_blank', 'noopener')
}

/** Where a row leads to. */
export function RowLink({ className, children, ...rest }: ComponentProps<typeof Link> & { children: string }) {
  return (
    <Link
      prefetch={false}
      data-opens
      dir="auto"
      title={children}
      className={classNames('min-w-0 font-medium', givenLook, className)}
      {...rest}
    >
      {children}
      <Fetching className="inset-x-3 bottom-0" busy="tr" />
    </Link>
  )
}

/**
 * What is cut short in the row, whole, while the keyboard is in it; stands in the main cell. Lies over the next row and moves nothing: a
 * click that ends the focus must land where it was aimed.
 */
export function Whole() {
  const texts = useContext(Cut)
  if (texts.length === 0) return null
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-full left-1 z-5 grid w-max max-w-[min(44rem,70vw)] rounded-md border border-line bg-surface px-2 py-1 text-quiet shadow-lifted [overflow-wrap:anywhere]"
    >
      {texts.map((text, place) => (
        <bdi key={place}>{text}</bdi>
      ))}
    </div>
  )
}
