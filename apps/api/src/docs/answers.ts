import { jsonOf, type Operation, type Response } from './document.js'
import { type Html, html, prose } from './html.js'
import { typeOf } from './schema.js'

/** What an operation answers: its successes, then the problems of our own endpoints, or the errors of a format of another's. */
export function answers({ responses }: Operation): Html {
  const own = Object.entries(responses).filter(([, { $ref }]) => $ref === undefined)
  const errors = own.filter(([status]) => !isSuccess(status))
  const codes = Object.values(responses).flatMap(({ $ref }) => $ref?.slice($ref.lastIndexOf('/') + 1).split('-or-') ?? [])
  return html`${own.filter(([status]) => isSuccess(status)).map(([status, response]) => success(status, response))}
  ${
    codes.length > 0 &&
    html`<p class="quiet">Problems: ${codes.map((code, index) => html`${index > 0 && ', '}<a href="#problem-${code}">${code}</a>`)}</p>`
  }
  ${
    errors.length > 0 &&
    html`<details>
      <summary>Errors: ${errors.map(([status], index) => html`${index > 0 && ', '}<code>${status}</code>`)}</summary>
      ${errors.map(([status, response]) => error(status, response))}
    </details>`
  }`
}

function isSuccess(status: string): boolean {
  return status.startsWith('2')
}

function success(status: string, response: Response): Html {
  const json = jsonOf(response.content)
  const examples = examplesOf(response).map((value) => JSON.stringify(value, null, 2))
  return html`<p><code>${status}</code> ${json ? typeOf(json.schema) : 'without a body'}</p>
    ${examples.map((text) => html`<pre tabindex="0"><code>${text}</code></pre>`)}`
}

/** Errors are short: one line for each body. */
function error(status: string, response: Response): Html {
  const lines = examplesOf(response).map((value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, ' '))
  return html`<p>${status !== 'default' && html`<code>${status}</code> `}${prose(response.description ?? '')}</p>
    ${lines.length > 0 && html`<pre><code>${lines.join('\n')}</code></pre>`}`
}

function examplesOf({ content }: Response): readonly unknown[] {
  const { example, examples = {} } = jsonOf(content) ?? {}
  return example === undefined ? Object.values(examples).map(({ value }) => value) : [example]
}
