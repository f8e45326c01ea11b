import { Button } from './button'
import type { Note } from './toast'

/** The notes while their stack cannot be fetched, offline or from an older page: each until it is dismissed. */
export function PlainStack({ notes, forget }: { notes: readonly Note[]; forget: (id: number) => void }) {
  return (
    <div role="alert" className="fixed right-4 bottom-16 z-60 grid w-[min(24rem,calc(100vw-2rem))] gap-2">
      {notes.map(({ id, title, detail }) => (
        <div key={id} className="rounded-lg border border-line bg-surface px-3.5 py-2.5 shadow-lifted [overflow-wrap:anywhere]">
          <p className="font-medium">{title}</p>
          {detail && <p className="text-table text-quiet">{detail}</p>}
          <Button look="bare" size="small" onClick={() => forget(id)} className="-ml-2">
            Dismiss
          </Button>
        </div>
      ))}
    </div>
  )
}
