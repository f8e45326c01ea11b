'use client'
import { X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { Button } from './button'
import { leaveToPanel } from './escape'
import type { Note } from './toast'

/** Low windows have no room for three: there they scroll, and the newest is seen. */
const intoView = (note: HTMLLIElement | null): void => note?.scrollIntoView({ block: 'nearest' })

/** The notes as they are shown. Not rendered on the server, where the viewport would carry a style attribute. */
export function ToastStack({ notes, forget }: { notes: readonly Note[]; forget: (id: number) => void }) {
  return (
    <Radix.Provider duration={8_000} label="Notice" swipeDirection="right">
      {notes.map(({ id, title, detail, stays }) => (
        <Radix.Root
          key={id}
          ref={intoView}
          {...(stays && { duration: Infinity })}
          onOpenChange={(open) => !open && forget(id)}
          onEscapeKeyDown={leaveToPanel}
          className="flex animate-enter items-start gap-3 rounded-lg border border-line bg-surface py-2.5 pr-2 pl-3.5 shadow-lifted"
        >
          <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
            <Radix.Title className="font-medium">{title}</Radix.Title>
            {detail && <Radix.Description className="text-table text-quiet">{detail}</Radix.Description>}
          </div>
          <Radix.Close asChild>
            <Button look="bare" size="small" aria-label="Dismiss">
              <X />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-16 z-60 grid w-[min(24rem,calc(100vw-2rem))] gap-2 [@media(max-height:24rem)]:bottom-2 [@media(max-height:24rem)]:max-h-[calc(100dvh-1rem)] [@media(max-height:24rem)]:overflow-y-auto" />
    </Radix.Provider>
  )
}
