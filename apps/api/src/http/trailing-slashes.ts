import type { FastifyInstance, RouteOptions } from 'fastify'

/**
 * Serves these addresses, which end in a slash, as the ones without it are served. Nest drops a slash at the end of a path, so that no
 * controller can say that it is served at both.
 */
export function serveTrailingSlashes(server: FastifyInstance, paths: readonly string[]): void {
  const slashed = new Set(paths.filter((path) => path.endsWith('/')))
  server.addHook('onRoute', (route: RouteOptions) => {
    const url = `${route.url}/`
    // A route that is added here comes by here, too.
    if (slashed.has(url)) server.route({ ...route, url })
  })
}
