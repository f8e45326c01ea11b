'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'
import { classNames } from './class-names'
import { useTell } from './toast'

/** Copies a text, and says that it did, or that the browser did not let it. `what` names it: “Copy session id”. */
export function CopyButton({ text, what, className }: { text: string; what: string; className?: string }) {
  const tell = useTell()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    try {
      // Outside of https there is no clipboard.
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      tell(
        `${what[0]?.toUpperCase()}${what.slice(1)} not copied`,
        'The browser does not let this page copy. Select the text, and copy it by hand.',
      )
    }
  }

  return (
    <>
      <Button look="bare" size="small" className={classNames('px-1', className)} aria-label={`Copy ${what}`} onClick={() => void copy()}>
        {copied ? <Check /> : <Copy />}
      </Button>
      <span role="status" className="sr-only">
        {copied ? `Copied ${what}` : ''}
      </span>
    </>
  )
}
