import { createHash } from 'node:crypto'
import { type ProblemCode, problems } from '@tessera/contract'
import { schemeArticles } from './access.js'
import { callArticle, callsOf } from './call.js'
import type { Document } from './document.js'
import { Html, html, prose } from './html.js'
import { problemExplanations } from './problem-explanations.js'
import { schemaFields } from './schema.js'
import { style } from './style.js'

/** Made outside the page's template: its text must be, to the letter, what the policy has the hash of. */
const styleElement = new Html(`<style>${style}</style>`)

/** Nothing is loaded, run or framed; the one style is known by its hash, and the icon is an empty one, or browsers would ask for another. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** The OpenAPI document as a page for people, complete without any script. */
export function docsPage(document: Document): string {
  const { info, tags, servers, components } = document
  const calls = callsOf(document)
  const callsIn = (group: string) => calls.filter(({ operation }) => operation.tags.includes(group))
  const codes = Object.keys(problems) as ProblemCode[]
  const server = servers[0]?.url ?? ''
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${info.title} API</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <div class="frame">
          <nav aria-label="Contents">
            ${tags.map(
              ({ name }) =>
                html`<b><a href="#${anchorOf(name)}">${name}</a></b>
                  <ul class="calls">
                    ${callsIn(name).map(({ operation }) => html`<li><a href="#${operation.operationId}">${operation.operationId}</a></li>`)}
                  </ul>`,
            )}
            <b>Reference</b>
            <ul>
              <li><a href="#access">Access</a></li>
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
                html`<h2 id="${anchorOf(name)}">${name}</h2>
                  <p class="quiet">${prose(description)}</p>
                  ${callsIn(name).map((call) => callArticle(server, call))}`,
            )}
            <h2 id="access">Access</h2>
            <p class="quiet">How callers show who they are. Each operation says what it needs or takes.</p>
            ${schemeArticles(components)}
            <h2 id="problems">Problems</h2>
            <p class="quiet">
              Every error of our own endpoints is a problem (RFC 9457). Compare its <code>code</code>; the words are for people.
            </p>
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

function anchorOf(group: string): string {
  return `group-${group.toLowerCase().replaceAll(' ', '-')}`
}

function problemArticle(code: ProblemCode): Html {
  const { status, title } = problems[code]
  return html`<article id="problem-${code}">
    <h3><code>${code}</code></h3>
    <p>${title} <span class="quiet">(${status})</span></p>
    <p>${prose(problemExplanations[code])}</p>
  </article>`
}
