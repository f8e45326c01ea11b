import type { Receiver } from '@tessera/contract'
import type { ReactNode } from 'react'

/** What whoever writes the other end has to know. */
export function HowTo({ receiver: { id, form } }: { receiver: Receiver }) {
  return (
    <section aria-labelledby="how-to">
      <h2 id="how-to" className="mb-1.5 text-table font-semibold">
        At the other end
      </h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-t border-line pt-3 text-quiet">
        {form === 'webhook' && (
          <>
            <p>
              Check the signature before anything else, with any library of Standard Webhooks, and answer 2xx within seconds. The same{' '}
              <code className="font-mono text-table">webhook-id</code> may come twice: take it once.
            </p>
            <Lines>{`import { Webhook } from 'standardwebhooks'\n\nconst event = new Webhook(secret).verify(body, headers)`}</Lines>
          </>
        )}
        {form === 'set_push' && (
          <p>
            Each token is posted as <code className="font-mono text-table">application/secevent+jwt</code>. Check it with the keys in{' '}
            <code className="font-mono text-table">/.well-known/jwks.json</code>, and answer 202 (RFC 8935). The same{' '}
            <code className="font-mono text-table">jti</code> may come twice: take it once.
          </p>
        )}
        {form === 'set_poll' && (
          <>
            <p>
              Ask with an API key of an owner or administrator that may follow what is revoked, and acknowledge each{' '}
              <code className="font-mono text-table">jti</code> with the next request (RFC 8936). Tokens that are not acknowledged come
              again.
            </p>
            <Lines>
              {`curl -X POST "$API_URL/v1/receivers/${id}/poll" \\\n  -H 'x-api-key: tessera_ak_…' \\\n  -H 'content-type: application/json' \\\n  -d '{"maxEvents": 100, "ack": []}'`}
            </Lines>
          </>
        )}
      </div>
    </section>
  )
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label="Example"
      className="max-w-full overflow-x-auto rounded-md border border-line bg-surface p-3 font-mono text-small text-text"
    >
      {children}
    </pre>
  )
}
