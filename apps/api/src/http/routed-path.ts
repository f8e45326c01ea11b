/**
 * The path by which Fastify's router looks for a request's route: the address without scheme, authority, query and fragment, its percent-escapes decoded
 * but those of `%` and of what separates (`%2F` stays apart from `/`). Case, `;` and doubled slashes are part of it. What compares addresses by itself
 * has to compare this: `/auth/%72efresh-token` leads where `/auth/refresh-token` does.
 *
 * @param url the request target (RFC 9112 §3.2), in origin form or absolute form
 * @returns the path as it stands where it cannot be decoded: no route is found by it
 */
export function routedPath(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] || '/'
  try {
    return decodeURI(path.replaceAll('%25', '%2525'))
  } catch {
    return path
  }
}
