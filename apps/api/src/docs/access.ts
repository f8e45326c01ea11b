import type { Document, Operation, SecurityScheme } from './document.js'
import { type Html, html, prose } from './html.js'

/** What a caller has to show, in a sentence that links to how it is sent. */
export function accessOf({ security = [] }: Operation): Html {
  const named = new Map(security.flatMap((requirement) => Object.entries(requirement)))
  const scope = named.get('apiKey')?.[0]
  const ways = [
    named.has('accessToken') && html`<a href="#scheme-accessToken">an access token</a>`,
    named.has('clientBasic') && html`<a href="#scheme-clientBasic">HTTP Basic</a> of a client`,
    scope !== undefined && html`<a href="#scheme-apiKey">an API key</a> with the scope <code>${scope}</code>`,
  ].filter((way) => way !== false)
  // An empty requirement: it can be called without any of them.
  const isOpen = security.length === 0 || security.some((requirement) => Object.keys(requirement).length === 0)
  const proof = named.has('dpopProof') && !named.has('accessToken') && html`<a href="#scheme-dpopProof">a proof of possession</a>`
  if (ways.length === 0) return html`Open to anyone.${proof && html` Takes ${proof}.`}`
  const any = ways.map((way, index) => html`${index > 0 && ', or '}${way}`)
  if (isOpen) return html`Takes ${any}${proof && html`, and ${proof}`}.`
  return html`Needs ${any}.${proof && html` Takes ${proof}.`}`
}

/** How each of them is sent. */
export function schemeArticles({ securitySchemes }: Document['components']): Html {
  return html`${Object.entries(securitySchemes).map(
    ([name, scheme]) =>
      html`<article id="scheme-${name}">
        <h3><code>${headerOf(scheme)}</code></h3>
        <p>${prose(scheme.description)}</p>
      </article>`,
  )}`
}

function headerOf({ scheme, name }: SecurityScheme): string {
  if (scheme === undefined) return `${name}: …`
  return `Authorization: ${scheme === 'DPoP' ? scheme : scheme.charAt(0).toUpperCase() + scheme.slice(1)} …`
}
