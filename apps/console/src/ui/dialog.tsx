'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useRef, type ComponentProps, type ReactNode } from 'react'
import { Button } from './button'
import { classNames } from './class-names'

export const Dialog = Radix.Root
export const DialogClose = Radix.Close

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
  children: ReactNode
}

/** A dialog in the middle, or a panel at the side. Focus stays inside, and goes back to where it came from. */
export function DialogPanel({ place = 'middle', title, description, bar, bare = false, children, className, ...rest }: DialogPanelProps) {
  // Radix gives the focus back to its own trigger, and ours open by a key, a row or an address.
  const before = useRef<Element | null>(null)

  function giveFocusBack(event: Event): void {
    event.preventDefault()
    const back = before.current?.isConnected ? before.current : document.getElementById('content')
    if (back instanceof HTMLElement) back.focus()
  }

  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
      <Radix.Content
        className={classNames(
          'fixed z-50 overflow-y-auto border-line bg-surface p-5 shadow-lifted focus:outline-none',
          places[place],
          className,
        )}
        onOpenAutoFocus={() => (before.current = document.activeElement)}
        onCloseAutoFocus={giveFocusBack}
        {...(description === undefined && { 'aria-describedby': undefined })}
        {...rest}
      >
        {bare ? (
          <Radix.Title className="sr-only">{title}</Radix.Title>
        ) : (
          <div className="flex items-start gap-3">
            <Radix.Title className={bar ? 'sr-only' : 'min-w-0 flex-1 text-[1rem] leading-6 font-semibold [overflow-wrap:anywhere]'}>
              {title}
            </Radix.Title>
            {bar && <div className="min-w-0 flex-1">{bar}</div>}
            <Radix.Close asChild>
              <Button look="bare" size="icon" aria-label="Close" className="-mt-1 -mr-1">
                <X />
              </Button>
            </Radix.Close>
          </div>
        )}
        {description !== undefined && (
          <Radix.Description className="mt-1 text-quiet [overflow-wrap:anywhere]">{description}</Radix.Description>
        )}
        {children}
      </Radix.Content>
    </Radix.Portal>
  )
}
