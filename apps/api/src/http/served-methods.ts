import { routedPath } from './routed-path.js'

/** Which methods each address is served under: Fastify itself answers 404 for a method that a known address does not have. */
export class ServedMethods {
  private readonly routes: { readonly pattern: RegExp; readonly method: string }[] = []

  /** @param url as Fastify names a route: `/v1/me/sessions/:id` */
  add(method: string | readonly string[], url: string): void {
    if (url.includes('*')) return
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`)
    for (const one of [method].flat()) this.routes.push({ pattern, method: one })
  }

  /** The methods of a request's address, however it is spelled. */
  at(url: string): readonly string[] {
    const path = routedPath(url)
    return [...new Set(this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))]
  }
}
