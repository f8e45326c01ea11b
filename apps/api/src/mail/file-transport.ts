import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { headersOf } from './mail-headers.js'
import { MailRefused, type MailTransport, type OutgoingMail } from './transport.js'

/**
 * Writes each mail as an `.eml` file, which any mail program opens: where there is no mail server. The names sort as the mails were queued.
 *
 * @param folder made when it is not there; whoever can read it can read every code and link
 * @param written told the path of each file
 */
export function fileTransport(folder: string, from: string, written: (path: string) => void): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true })
  return {
    async send(mail: OutgoingMail): Promise<void> {
      const { id, kind, to, subject, text, html } = mail
      const composed = await composer.sendMail({ from, to: { name: '', address: to }, subject, text, html, ...headersOf(mail, from) })
      const path = join(folder, `${String(id).padStart(8, '0')}-${kind}.eml`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        // Written beside and renamed: whoever watches the folder never reads half a mail.
        await writeFile(`${path}.new`, composed.message as Buffer, { mode: 0o600 })
        await rename(`${path}.new`, path)
      } catch (fault) {
        throw new MailRefused(String((fault as NodeJS.ErrnoException).code ?? 'unknown'), false)
      }
      written(path)
    },
    close: () => undefined,
  }
}
