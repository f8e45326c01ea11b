import { accessOf } from './access.js'
import { answers } from './answers.js'
import { curlOf } from './curl.js'
import { type Document, formOf, jsonOf, type Operation } from './document.js'
import { type Html, html, prose } from './html.js'
import { parameterFields, schemaFields } from './schema.js'

const places = { path: 'In the path', query: 'In the query', header: 'In a header' } as const

/** An operation, at all its addresses. */
export interface Call {
  readonly method: string
  readonly path: string
  readonly otherPaths: readonly string[]
  readonly operation: Operation
}

/** The operations of a document, each once however many addresses it has. */
export function callsOf({ paths }: Document): readonly Call[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  return all
    .filter(({ operation }) => operation['x-same-as'] === undefined)
    .map((call) => {
      const same = all.filter(({ operation }) => operation['x-same-as'] === call.operation.operationId)
      return { ...call, otherPaths: same.map(({ path }) => path) }
    })
}

/** Everything that a reader needs to make one call. */
export function callArticle(server: string, { method, path, otherPaths, operation }: Call): Html {
  const json = jsonOf(operation.requestBody?.content)
  const form = formOf(operation.requestBody?.content)
  const body = json ?? form
  return html`<article id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p class="call"><b>${method.toUpperCase()}</b><code>${path}</code></p>
    ${otherPaths.length > 0 && html`<p class="quiet">Also at ${otherPaths.map((other, index) => html`${index > 0 && ', '}<code>${other}</code>`)}.</p>`}
    ${operation.description !== undefined && html`<p>${prose(operation.description)}</p>`}
    <p class="quiet">${accessOf(operation)}</p>
    ${Object.entries(places).map(([place, title]) => parameters(operation, place, title))}
    ${
      body &&
      html`<h4>Body${form && (json ? ': JSON or a form' : ': a form')}</h4>
        ${schemaFields(body.schema)}`
    }
    <h4>Answers</h4>
    ${answers(operation)}
    <pre tabindex="0"><code>${curlOf(server, method, path, operation)}</code></pre>
  </article>`
}

function parameters({ parameters: all = [] }: Operation, place: string, title: string): Html | false {
  const here = all.filter((parameter) => parameter.in === place)
  if (here.length === 0) return false
  return html`<h4>${title}</h4>
    ${parameterFields(here)}`
}
