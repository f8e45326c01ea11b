import { createTransport } from 'nodemailer'
import { headersOf } from './mail-headers.js'
import { MailRefused, type MailTransport, type OutgoingMail } from './transport.js'

/** Milliseconds: together shorter than the hold on a mail, so that no second process sends what this one is still sending. */
const deadlines = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 } as const

/**
 * Sends through a mail server (`SMTP_URL`), over a few connections that stay open.
 *
 * @param tlsOwed whether `smtp://` must turn to TLS (STARTTLS) before anything is said: in production, unless the address says
 *   `?requireTLS=false` or `?ignoreTLS=true`
 */
export function smtpTransport(url: string, from: string, tlsOwed: boolean): MailTransport {
  const address = new URL(url)
  const { searchParams: said } = address
  const isOwed = tlsOwed && said.get('requireTLS') !== 'false' && said.get('ignoreTLS') !== 'true'
  // What an address says counts for more than an option: `?requireTLS` without a value would be no.
  if (isOwed) for (const name of ['requireTLS', 'ignoreTLS']) said.delete(name)
  const server = createTransport({
    ...{ url: isOwed ? address.href : url, pool: true, maxConnections: 4, disableFileAccess: true, disableUrlAccess: true },
    ...deadlines,
    ...(isOwed && { requireTLS: true }),
  })
  return {
    async send(mail: OutgoingMail): Promise<void> {
      const { to, subject, text, html } = mail
      try {
        await server.sendMail({ from, to: { name: '', address: to }, subject, text, html, ...headersOf(mail, from) })
      } catch (fault) {
        throw refusalOf(fault)
      }
    },
    close: () => server.close(),
  }
}

/** The recipient or the mail itself was refused with a 5xx: for good. A server that takes no login of ours, or no connection, may tomorrow. */
function refusalOf(fault: unknown): MailRefused {
  const { code, responseCode } = fault as { readonly code?: string; readonly responseCode?: number }
  const isOfThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return new MailRefused(String(responseCode ?? code ?? 'unknown'), isOfThisMail && responseCode !== undefined && responseCode >= 500)
}
