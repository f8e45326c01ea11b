'use client'
import './globals.css'
import Fault from './error'

/** Stands in for the whole document when even the root layout fails. */
export default function GlobalFault(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>The console made a mistake · Tessera</title>
        <Fault {...props} />
      </body>
    </html>
  )
}
