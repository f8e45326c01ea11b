import { createHash } from 'node:crypto'
import { type ProblemCode, problems } from '@tessera/contract'
import { curlOf } from './curl.js'
import { type Document, jsonOf, type Operation } from './document.js'
import { Html, html, prose } from './html.js'
import { problemExplanations } from './problem-explanations.js'
import { parameterFields, schemaFields, typeOf } from './schema.js'
import { style } from './style.js'

interface Call {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** Made outside the page's template: its text must be, to the letter, what the policy has the hash of. */
const styleElement = new Html(`<style>${style}</style>`)

/** Nothing is loaded, run or framed; the one style is known by its hash. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The OpenAPI document as a page for people, complete without any script. */
export function docsPage(document: Document): string {
  const { info, tags, servers, components } = document
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Call => ({ method, path, operation })),
  )
  const callsOf = (group: string) => calls.filter(({ operation }) => operation.tags.includes(group))
  const codes = Object.keys(problems) as ProblemCode[]
  const server = servers[0]?.url ?? ''
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        ${styleElement}
      </head>
      <body>
        <div class="frame">
          <nav aria-label="Contents">
            ${tags.map(
              ({ name }) =>
                html`<b>${name}</b>
                  <ul>
                    ${callsOf(name).map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.operationId}</a></li>`)}
                  </ul>`,
            )}
            <b>Reference</b>
            <ul>
              <li><a href="#problems">Problems</a></li>
              <li><a href="#schemas">Shapes</a></li>
              <li><a href="/openapi.json">openapi.json</a></li>
            </ul>
          </nav>
          <main>
            <h1>${info.title} API</h1>
            <p class="quiet">Version ${info.version}, at <code>${server}</code></p>
            ${info.description.split('\n\n').map((paragraph) => html`<p>${prose(paragraph)}</p>`)}
            ${tags.map(
              ({ name, description }) =>
                html`<h2>${name}</h2>
                  <p class="quiet">${prose(description)}</p>
                  ${callsOf(name).map((call) => callArticle(server, call))}`,
            )}
            <h2 id="problems">Problems</h2>
            <p class="quiet">Every error is a problem (RFC 9457). Compare its <code>code</code>; the words are for people.</p>
            ${codes.map((code) => problemArticle(code))}
            <h2 id="schemas">Shapes</h2>
            ${Object.entries(components.schemas).map(
              ([name, schema]) =>
                html`<article id="schema-${name}">
                  <h3>${name}</h3>
                  ${schemaFields(schema)}
                </article>`,
            )}
          </main>
        </div>
      </body>
    </html>`.text
}

function callArticle(server: string, { method, path, operation }: Call): Html {
  const body = jsonOf(operation.requestBody?.content)
  return html`<article id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p class="call"><b>${method.toUpperCase()}</b><code>${path}</code></p>
    ${operation.description !== undefined && html`<p>${prose(operation.description)}</p>`}
    <p class="quiet">${neededBy(operation)}</p>
    ${
      operation.parameters &&
      html`<h4>Parameters</h4>
        ${parameterFields(operation.parameters)}`
    }
    ${
      body &&
      html`<h4>Body</h4>
        ${schemaFields(body)}`
    }
    <h4>Answers</h4>
    ${answers(operation)}
    <pre tabindex="0"><code>${curlOf(server, method, path, operation)}</code></pre>
  </article>`
}

function neededBy({ security = [] }: Operation): string {
  if (security.length === 0) return 'Open to anyone.'
  return security.some((scheme) => 'apiKey' in scheme) ? 'Needs an access token, or an API key.' : 'Needs an access token.'
}

function answers({ responses }: Operation): Html {
  const good = Object.entries(responses).filter(([, { $ref }]) => $ref === undefined)
  const codes = Object.values(responses).flatMap(({ $ref }) => $ref?.slice($ref.lastIndexOf('/') + 1).split('-or-') ?? [])
  return html`${good.map(([status, { content }]) => {
      const schema = jsonOf(content)
      return html`<p><code>${status}</code> ${schema ? typeOf(schema) : 'without a body'}</p>`
    })}
    <p class="quiet">Problems: ${codes.map((code, index) => html`${index > 0 && ', '}<a href="#problem-${code}">${code}</a>`)}</p>`
}

function problemArticle(code: ProblemCode): Html {
  const { status, title } = problems[code]
  return html`<article id="problem-${code}">
    <h3><code>${code}</code></h3>
    <p>${title} <span class="quiet">(${status})</span></p>
    <p>${prose(problemExplanations[code])}</p>
  </article>`
}
