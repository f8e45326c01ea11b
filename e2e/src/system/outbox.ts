import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import type { System } from './system.js'

/** A mail as its reader has it. */
export interface ReceivedMail {
  /** Which template, such as `verification`. */
  readonly kind: string
  readonly subject: string
  /** The plain part. */
  readonly text: string
  /** Six digits on a line of their own, if there are any. */
  readonly code: string | undefined
  /** Where the button leads, if there is one. */
  readonly link: string | undefined
}

/** Every mail to an address so far, oldest first. */
export function mailsTo({ outbox }: Pick<System, 'outbox'>, address: string): readonly ReceivedMail[] {
  if (!existsSync(outbox)) return []
  const files = readdirSync(outbox).filter((file) => file.endsWith('.eml'))
  return files.sort().flatMap((file) => {
    const raw = readFileSync(join(outbox, file), 'utf8')
    return isTo(raw, address) ? [readMail(file, raw)] : []
  })
}

/** Waits for the newest mail of a kind to an address. @param after how many of that kind there were before */
export async function mailTo(system: Pick<System, 'outbox'>, address: string, kind: string, after = 0): Promise<ReceivedMail> {
  let newest: ReceivedMail | undefined
  await expect
    .poll(
      () => {
        const found = mailsTo(system, address).filter((mail) => mail.kind === kind)
        newest = found.at(-1)
        return found.length
      },
      { message: `a mail ${kind} to ${address}`, timeout: 20_000 },
    )
    .toBeGreaterThan(after)
  if (!newest) throw new Error('unreachable: the poll has found it')
  return newest
}

function isTo(raw: string, address: string): boolean {
  return new RegExp(`^To: .*${address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'im').test(raw)
}

function readMail(file: string, raw: string): ReceivedMail {
  const [head = ''] = raw.split(/\r?\n\r?\n/)
  const subject = /^Subject: (.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1]?.replace(/\r?\n[ \t]/g, ' ') ?? ''
  const text = plainPartOf(raw)
  return {
    kind: /^\d+-(.+)\.eml$/.exec(file)?.[1] ?? '',
    ...{ subject, text },
    code: /^\s*(\d{6})\s*$/m.exec(text)?.[1],
    link: /https?:\/\/\S+/.exec(text)?.[0],
  }
}

/** The first text/plain part, its transfer encoding undone. */
function plainPartOf(raw: string): string {
  const found = /Content-Type: text\/plain[^]*?\r?\n\r?\n([^]*?)\r?\n--/i.exec(raw)
  const body = found?.[1] ?? ''
  const headers = found?.[0].slice(0, found[0].length - body.length) ?? ''
  if (/Content-Transfer-Encoding: base64/i.test(headers)) return Buffer.from(body, 'base64').toString()
  if (!/Content-Transfer-Encoding: quoted-printable/i.test(headers)) return body
  const bytes = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
