import Link from 'next/link'
import { NotTyped } from '../../../lists/nothing-here'
import { settings } from '../../../settings'
import { Notice } from '../../../ui/notice'
import { CopyButton } from '../../../ui/copy-button'

const logIn = (apiUrl: string) => `curl -X POST ${apiUrl}/v1/sessions \\
  -H 'Content-Type: application/json' \\
  -d '{"email": "you@example.com", "password": "…"}'`

/** An empty page: nothing there at all, nothing that matches, or nothing that matches so far. */
export function NothingFound(props: { narrowed: boolean; later: boolean; further: boolean; typed: string }) {
  const { narrowed, later, further, typed } = props
  const tryIt = logIn(settings().apiUrl)
  return further ? (
    <Notice title="Nothing found so far">
      <p>The search goes back in steps, and there are older sessions it has not looked at. Search further, or narrow it less.</p>
      <AmongUsers typed={typed} />
    </Notice>
  ) : narrowed || later ? (
    <Notice title={!narrowed ? 'No more sessions' : later ? 'No further session matches' : 'No session matches'}>
      {typed === '' ? (
        <NotTyped narrowed={narrowed} />
      ) : (
        <p>
          The search takes the beginning of an e-mail, an IP address or a network such as 203.0.113.0/24, the whole id of a session or a
          user, or part of a device’s name. Check it, or remove a filter.
        </p>
      )}
      <AmongUsers typed={typed} />
    </Notice>
  ) : (
    <Notice title="No sessions yet">
      <p>Each login at one of your clients is a session and shows up here, newest first. To start one by hand:</p>
      <div className="flex w-full items-start gap-2 border-l-2 border-line pl-3">
        <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-table text-text" tabIndex={0}>
          {tryIt}
        </pre>
        <CopyButton text={tryIt} what="command" />
      </div>
    </Notice>
  )
}

/** The way to somebody whose name was typed: sessions are not found by it. */
function AmongUsers({ typed }: { typed: string }) {
  if (!mayBeName(typed)) return null
  return (
    <p>
      A person’s name finds users, and their pages have their sessions:{' '}
      <Link href={`/users?q=${encodeURIComponent(typed)}`} prefetch={false} className="text-accent-text underline underline-offset-4">
        look for “<bdi>{typed}</bdi>” among the users
      </Link>
      .
    </p>
  )
}

/** Neither an e-mail, nor an IP address or a network. */
const mayBeName = (typed: string): boolean => /^[^\d@:/][^@:/]*$/.test(typed)
