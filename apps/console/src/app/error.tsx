'use client'
import { Button } from '../ui/button'
import { Notice } from '../ui/notice'

/** A fault of the console itself: what the API says is handled where it is asked. */
export default function Fault({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null
  // A part that did not come does not come by rendering again: under its name a newer console has nothing.
  const isMissing = error instanceof Error && error.name === 'ChunkLoadError'
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      {isMissing ? (
        <Notice title="A part of the console did not come" heading="h1" role="alert">
          <p>The connection was lost for a moment, or a newer console has taken over since this page was loaded.</p>
          <Button onClick={() => location.reload()}>Load the page again</Button>
        </Notice>
      ) : (
        <Notice title="The console made a mistake" heading="h1" role="alert">
          <p>
            Nothing was changed by showing this page. If it happens again, the console’s log has the details{digest && ` under ${digest}`}.
          </p>
          <Button onClick={retry}>Try again</Button>
        </Notice>
      )}
    </main>
  )
}
