import { CopyButton } from '../../../../ui/copy-button'
import type { Setup } from './change-second-factor'

/** What to do with an authenticator app: scan, or type. */
export function Scan({ setup: { qr, secret, uri } }: { setup: Setup }) {
  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
      <svg
        viewBox={`0 0 ${qr.size} ${qr.size}`}
        role="img"
        aria-label="QR code for your authenticator app"
        shapeRendering="crispEdges"
        className="size-48 shrink-0 rounded-md border border-line bg-code-paper fill-code-ink"
      >
        <path d={qr.path} />
      </svg>
      <div className="grid max-w-[22rem] min-w-0 gap-3 text-quiet">
        <p>
          Scan this with an authenticator app: the one on your phone, or your password manager. On this device, you can{' '}
          <a href={uri} className="font-medium text-accent-text underline-offset-4 hover:underline">
            open it there
          </a>
          .
        </p>
        <div>
          <p>Or type this key into it:</p>
          <p className="flex items-center gap-1">
            <code className="min-w-0 font-mono text-table text-text [overflow-wrap:anywhere]">{secret.replace(/.{4}(?=.)/g, '$& ')}</code>
            <CopyButton text={secret} what="key" />
          </p>
        </div>
        <p>Then type the code that it shows, and the second factor is on.</p>
      </div>
    </div>
  )
}
