import { html, type Html } from '../docs/html.js'

/** What a mail says, before it has a form. */
export interface Letter {
  readonly subject: string
  /** What happened, in one sentence. */
  readonly lead: string
  /** To type: printed large. */
  readonly code?: string
  readonly link?: { readonly words: string; readonly url: string }
  /** What else belongs to it: `IP address` and its value. People may have written the values. */
  readonly facts?: readonly (readonly [name: string, value: string])[]
  /** What to do, and what to do if it was not the reader. */
  readonly advice: readonly string[]
}

/** The letter without markup. */
export function textOf({ lead, code, link, facts = [], advice }: Letter): string {
  const parts = [
    lead,
    ...(code === undefined ? [] : [`    ${code}`]),
    ...(link ? [`${link.words}:\n${link.url}`] : []),
    ...(facts.length > 0 ? [facts.map(([name, value]) => `${name}: ${value}`).join('\n')] : []),
    ...advice,
    '-- \nTessera',
  ]
  return `${parts.join('\n\n')}\n`
}

const style = {
  page: 'margin:0;padding:24px 12px;background:#faf9f7;color:#1f1b18;font:15px/1.5 system-ui,-apple-system,Segoe UI,sans-serif',
  card: 'max-width:30rem;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e7e4df;border-radius:8px',
  mark: 'margin:0 0 16px;font-weight:600;color:#a03f25',
  code: 'margin:20px 0;font:600 28px/1.2 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px',
  button:
    'display:inline-block;margin:8px 0;padding:10px 16px;border-radius:5px;background:#a8452a;color:#ffffff;text-decoration:none;font-weight:500',
  facts: 'margin:16px 0;padding:0 0 0 12px;border-left:2px solid #e7e4df;color:#5b534d;font-size:13px',
  quiet: 'margin:12px 0 0;color:#5b534d;font-size:13px',
} as const

/** The same with markup: no picture, no script, nothing that a mail program would have to fetch. */
export function htmlOf({ subject, lead, code, link, facts = [], advice }: Letter): string {
  const document: Html = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${subject}</title>
      </head>
      <body style="${style.page}">
        <div style="${style.card}">
          <p style="${style.mark}">Tessera</p>
          <p style="margin:0">${lead}</p>
          ${code !== undefined && html`<p style="${style.code}">${code}</p>`}
          ${link && html`<p style="margin:16px 0 0"><a href="${link.url}" style="${style.button}">${link.words}</a></p>`}
          ${facts.length > 0 && html`<div style="${style.facts}">${facts.map(([name, value]) => html`<div>${name}: <bdi>${value}</bdi></div>`)}</div>`}
          ${advice.map((sentence) => html`<p style="${style.quiet}">${sentence}</p>`)}
        </div>
      </body>
    </html>`
  return document.text
}
