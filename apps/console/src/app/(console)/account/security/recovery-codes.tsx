'use client'
import { Download } from 'lucide-react'
import { Button, buttonLook } from '../../../../ui/button'
import { CopyButton } from '../../../../ui/copy-button'
import { Outcome } from '../../../../ui/form-parts'

/** The recovery codes, this once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const text = codes.join('\n')
  const file = `Recovery codes for Tessera. Each is good once, instead of a code of your authenticator.\n\n${text}\n`
  return (
    <Outcome title="Keep your recovery codes">
      <p>
        The second factor is on. If your phone is lost, each of these lets you in once instead of a code. Print them, or keep them where
        your phone is not: they are not shown again.
      </p>
      <ul aria-label="Recovery codes" className="grid gap-x-8 gap-y-1 border-l-2 border-line pl-3 font-mono text-text sm:grid-cols-2">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" onClick={onKept}>
          I have kept them
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="tessera-recovery-codes.txt"
          className={buttonLook()}
        >
          <Download aria-hidden />
          Download
        </a>
        <CopyButton text={text} what="recovery codes" className="h-8 px-2" />
      </div>
    </Outcome>
  )
}
