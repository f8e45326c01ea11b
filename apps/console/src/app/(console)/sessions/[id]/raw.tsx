import type { AdminSessionDetail } from '@tessera/contract'
import { ChevronRight } from 'lucide-react'
import { CopyButton } from '../../../../ui/copy-button'

/** What the API answered, as it is. */
export function Raw({ session }: { session: AdminSessionDetail }) {
  const json = JSON.stringify(session, null, 2)
  return (
    <details className="group/raw border-t border-line">
      <summary className="flex h-10 list-none items-center gap-1.5 font-medium text-quiet hover:text-text [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform duration-150 group-open/raw:rotate-90" />
        Raw JSON
      </summary>
      <div className="relative pb-4">
        <CopyButton text={json} what="raw JSON" className="absolute top-2 right-2" />
        <pre tabIndex={0} aria-label="Raw JSON" role="region" className="overflow-x-auto rounded-md bg-hover p-3 font-mono text-small">
          {json}
        </pre>
      </div>
    </details>
  )
}
