'use client'
import { Check } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'

export const Menu = (props: ComponentProps<typeof Radix.Root>) => <Radix.Root modal={false} {...props} />
export const MenuTrigger = Radix.Trigger
export const MenuChoice = Radix.RadioGroup

const entry =
  'flex h-8 cursor-default items-center gap-2 rounded-sm px-2 text-body text-text outline-none select-none data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:text-faint'

/** Stays where it is in the document, and so in its landmark. */
export function MenuPanel({ align = 'end', children }: { align?: 'start' | 'end'; children: ReactNode }) {
  return (
    <Radix.Content
      align={align}
      sideOffset={6}
      collisionPadding={8}
      className="z-50 max-w-[min(20rem,calc(100vw-1rem))] min-w-44 animate-enter rounded-lg border border-line bg-surface p-1 shadow-lifted"
    >
      {children}
    </Radix.Content>
  )
}

export function MenuItem({ className, ...rest }: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={classNames(entry, className)} {...rest} />
}

/** One of the values of a `MenuChoice`. */
export function MenuOption({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Radix.RadioItem value={value} className={`${entry} pr-8`}>
      {children}
      <Radix.ItemIndicator className="absolute right-3">
        <Check aria-hidden />
      </Radix.ItemIndicator>
    </Radix.RadioItem>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-table text-quiet [overflow-wrap:anywhere]">{children}</Radix.Label>
}

export function MenuLine() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
