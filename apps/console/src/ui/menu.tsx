'use client'
import { Check } from 'lucide-react'
import type { DropdownMenu as Radix } from 'radix-ui'
import { createContext, useContext, useState, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { classNames } from './class-names'
import { onDemand } from './on-demand'
import { Opener } from './opener'

const parts = onDemand(() => import('./menu-parts'))
const Parts = createContext<{ parts: ReturnType<typeof parts.useWhen>; onWanted: () => void }>({
  parts: undefined,
  onWanted: () => undefined,
})
const useParts = () => useContext(Parts).parts

const entry =
  'flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-body text-text outline-none select-none data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-faint'

/** A button with a menu, which is fetched when it is first opened. */
export function Menu({ children }: { children: ReactNode }) {
  const [wanted, setWanted] = useState(false)
  const [open, setOpen] = useState(false)
  const came = parts.useWhen(wanted)
  function onWanted(): void {
    setWanted(true)
    setOpen(true)
  }
  return (
    <Parts value={{ parts: came, onWanted }}>
      {came ? (
        <came.Root modal={false} open={open} onOpenChange={setOpen}>
          {children}
        </came.Root>
      ) : (
        children
      )}
    </Parts>
  )
}

/** Around the button. */
export function MenuTrigger({ children }: { asChild: true; children: ReactElement }) {
  const { parts: came, onWanted } = useContext(Parts)
  if (came) return <came.Trigger asChild>{children}</came.Trigger>
  return (
    <Opener opens="menu" onWanted={onWanted} prepare={parts.prepare}>
      {children}
    </Opener>
  )
}

/** Stays where it is in the document, and so in its landmark. */
export function MenuPanel({ align = 'end', children }: { align?: 'start' | 'end'; children: ReactNode }) {
  const came = useParts()
  return (
    came && (
      <came.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        className="z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[min(20rem,calc(100vw-1rem))] min-w-44 animate-enter overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-lifted"
      >
        {children}
      </came.Content>
    )
  )
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Radix.Item>) {
  const came = useParts()
  return came && <came.Item className={classNames(entry, className)} {...rest} />
}

/** Some `MenuOption`s, of which one is on. */
export function MenuChoice(props: ComponentProps<typeof Radix.RadioGroup>) {
  const came = useParts()
  return came && <came.RadioGroup {...props} />
}

export function MenuOption({ value, children }: { value: string; children: ReactNode }) {
  const came = useParts()
  return (
    came && (
      <came.RadioItem value={value} className={`${entry} pr-8`}>
        {children}
        <came.ItemIndicator className="absolute right-3">
          <Check aria-hidden />
        </came.ItemIndicator>
      </came.RadioItem>
    )
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const came = useParts()
  return came && <came.Label className="px-2 py-1.5 text-table text-quiet [overflow-wrap:anywhere]">{children}</came.Label>
}

export function MenuLine() {
  const came = useParts()
  return came && <came.Separator className="-mx-1 my-1 h-px bg-line" />
}
