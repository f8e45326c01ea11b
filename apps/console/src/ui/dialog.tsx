'use client'
import { X } from 'lucide-react'
import type { Dialog as Radix } from 'radix-ui'
import { createContext, useContext, useRef, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { isLeftTo } from './escape'
import { onDemand } from './on-demand'

const parts = onDemand(() => import('./dialog-parts'))
const Parts = createContext<ReturnType<typeof parts.useWhen>>(undefined)
const Closing = createContext<(() => void) | undefined>(undefined)

interface DialogProps {
  open: boolean
  /** Without it, the panel says itself when it is done. */
  onOpenChange?: ((open: boolean) => void) | undefined
  children: ReactNode
}

/** Around a `DialogPanel`. How it works is fetched when it is first opened. */
export function Dialog({ open, onOpenChange, children }: DialogProps) {
  const came = parts.useWhen(open)
  return (
    came && (
      <Parts value={came}>
        <Closing value={onOpenChange && (() => onOpenChange(false))}>
          <came.Root open={open} {...(onOpenChange && { onOpenChange })}>
            {children}
          </came.Root>
        </Closing>
      </Parts>
    )
  )
}

/** A button in a panel that closes it. */
export function DialogClose(props: ComponentProps<typeof Radix.Close>) {
  const came = useContext(Parts)
  return came && <came.Close {...props} />
}

const places = {
  middle:
    'top-[max(2rem,18dvh)] left-1/2 max-h-[calc(100dvh-4rem)] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 rounded-lg border animate-enter',
  side: 'inset-y-0 right-0 w-[min(40rem,100vw)] border-l animate-slide',
} as const

interface DialogPanelProps extends Omit<ComponentProps<typeof Radix.Content>, 'title'> {
  place?: keyof typeof places
  title: string
  description?: ReactNode
  /** Stands where the title would be; the title is then for screen readers only. */
  bar?: ReactNode
  /** Without title line and close button: what is inside has its own way out, and the title is for screen readers only. */
  bare?: boolean
  /** Whether it has a close button of its own. */
  closes?: boolean
  children: ReactNode
}

/** What somebody uses first in a form: its first field, of a group of radio buttons the one that is chosen. A mere question has its Cancel. */
const firstControl = 'form :is(input:not([type=hidden], [type=radio]:not(:checked)), select, textarea, button):enabled'

/**
 * A dialog in the middle, or a panel at the side. Focus stays inside, and goes back to where it came from. A form in it begins with its first
 * field, and once something was typed there a click beside it, which may be a slip, does not throw it away.
 */
export function DialogPanel(props: DialogPanelProps) {
  const { place = 'middle', title, description, bar, bare = false, closes = true, children, className, ...rest } = props
  const came = useContext(Parts)
  const close = useContext(Closing)
  // Radix gives the focus back to its own trigger, and ours open by a key, a row or an address.
  const before = useRef<Element | null>(null)
  const typed = useRef(false)

  function focusFirst(event: Event): void {
    before.current = document.activeElement
    const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector<HTMLElement>(firstControl) : null
    if (!first) return
    event.preventDefault()
    first.focus()
  }

  function giveFocusBack(event: Event): void {
    event.preventDefault()
    // A panel that is still open keeps the focus inside: the page lies behind it.
    const around = () => [...document.querySelectorAll('[role=dialog]')].at(-1) ?? document.getElementById('content')
    // The body has the focus where a dialog before this one took along what had it.
    const back = before.current?.isConnected && before.current !== document.body ? before.current : around()
    if (back instanceof HTMLElement) back.focus()
  }

  if (!came) return null
  return (
    <came.Portal>
      <came.Overlay className="fixed inset-0 z-40 bg-shade" />
      <came.Content
        data-place={place}
        className={classNames(
          'fixed z-50 overflow-y-auto border-line bg-surface p-5 shadow-lifted focus:outline-none',
          places[place],
          className,
        )}
        onOpenAutoFocus={focusFirst}
        onCloseAutoFocus={giveFocusBack}
        onInput={({ target }) => {
          if (target instanceof Element && target.closest('form')) typed.current = true
        }}
        onInteractOutside={(event) => typed.current && event.preventDefault()}
        onKeyDown={(event) => isLeftTo(event.currentTarget, event) && close?.()}
        {...(description === undefined && { 'aria-describedby': undefined })}
        {...rest}
      >
        {bare ? (
          <came.Title className="sr-only">{title}</came.Title>
        ) : (
          <div className="flex items-start gap-3">
            <came.Title className={bar ? 'sr-only' : 'min-w-0 flex-1 text-[1rem] leading-6 font-semibold [overflow-wrap:anywhere]'}>
              {title}
            </came.Title>
            {bar && <div className="min-w-0 flex-1">{bar}</div>}
            {closes && (
              <came.Close asChild>
                <Button look="bare" size="icon" aria-label="Close" className="-mt-1 -mr-1">
                  <X />
                </Button>
              </came.Close>
            )}
          </div>
        )}
        {description !== undefined && (
          <came.Description className="mt-1 text-quiet [overflow-wrap:anywhere]">{description}</came.Description>
        )}
        {children}
      </came.Content>
    </came.Portal>
  )
}
