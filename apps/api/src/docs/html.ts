/** Markup that was made here, and is not escaped again. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = Html | string | number | false | null | undefined | readonly Part[]

/** Markup with its values escaped: `` html`<p>${sentence}</p>` ``. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(rendered)))
}

/** Plain words with `code` in backticks, as the contract writes its descriptions. */
export function prose(text: string): Html {
  return new Html(rendered(text).replace(/`([^`]+)`/g, '<code>$1</code>'))
}

function rendered(part: Part): string {
  if (part instanceof Html) return part.text
  if (Array.isArray(part)) return part.map(rendered).join('')
  if (part === undefined || part === null || part === false) return ''
  return String(part).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
