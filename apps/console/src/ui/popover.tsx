'use client'
import { useState, type ReactElement, type ReactNode } from 'react'
import { classNames } from './class-names'
import { isLeftTo } from './escape'
import { onDemand } from './on-demand'
import { Opener } from './opener'

const parts = onDemand(() => import('./popover-parts'))

interface PopoverProps {
  button: ReactElement
  /** What a screen reader calls the panel. */
  label: string
  align?: 'start' | 'end'
  className?: string
  children: (close: () => void) => ReactNode
}

/** A button with a panel below it, which is fetched when it is first opened. The page behind stays usable. */
export function Popover({ button, label, align = 'start', className, children }: PopoverProps) {
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  const came = parts.useWhen(wanted)
  function onWanted(): void {
    setWanted(true)
    setOpen(true)
  }
  if (!came) {
    return (
      <Opener opens="dialog" onWanted={onWanted} prepare={parts.prepare}>
        {button}
      </Opener>
    )
  }
  return (
    <came.Root open={open} onOpenChange={setOpen}>
      <came.Trigger asChild>{button}</came.Trigger>
      <came.Portal>
        <came.Content
          align={align}
          sideOffset={6}
          collisionPadding={16}
          aria-label={label}
          onKeyDown={(event) => isLeftTo(event.currentTarget, event) && setOpen(false)}
          className={classNames(
            'z-30 max-h-[var(--radix-popover-content-available-height)] animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-2 shadow-lifted focus:outline-none',
            className,
          )}
        >
          {children(() => setOpen(false))}
        </came.Content>
      </came.Portal>
    </came.Root>
  )
}
