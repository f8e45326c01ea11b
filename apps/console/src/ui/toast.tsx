'use client'
import { X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'
import { Button } from './button'

interface Note {
  readonly id: number
  readonly title: string
  readonly detail?: string
}
type Tell = (title: string, detail?: string) => void

const Telling = createContext<Tell>(() => undefined)

/** Says what came of an action, without moving anything: `tell(title, detail)`. */
export function useTell(): Tell {
  return useContext(Telling)
}

/** Shows what is told, newest below, for eight seconds or as long as a pointer or the focus is on it. F8 goes there. */
export function Toasts({ children }: { children: ReactNode }) {
  const [notes, setNotes] = useState<readonly Note[]>([])
  const tell = useCallback<Tell>((title, detail) => {
    setNotes((shown) => [...shown.slice(-2), { id: (shown.at(-1)?.id ?? 0) + 1, title, ...(detail && { detail }) }])
  }, [])
  const forget = (id: number) => setNotes((shown) => shown.filter((note) => note.id !== id))

  return (
    <Telling value={tell}>
      <Radix.Provider duration={8_000} label="Notice" swipeDirection="right">
        {children}
        {notes.map(({ id, title, detail }) => (
          <Radix.Root
            key={id}
            onOpenChange={(open) => !open && forget(id)}
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
        {/* Only with something in it: rendered on the server, it would carry a style attribute. */}
        {notes.length > 0 && <Radix.Viewport className="fixed right-4 bottom-16 z-60 grid w-[min(24rem,calc(100vw-2rem))] gap-2" />}
      </Radix.Provider>
    </Telling>
  )
}
