/**
 * The content security policy of one answer. Scripts and style elements run by this answer's nonce alone; there is no
 * `unsafe-inline`, and style attributes in markup are refused too (docs/decisions/0021-strict-styles.md).
 *
 * @param nonce fresh for this answer, base64
 */
export function contentSecurityPolicy(nonce: string, { overTls, development }: { overTls: boolean; development: boolean }): string {
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'none'"],
    // React's development build evaluates code to rebuild stacks; the production build does not.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
    'style-src': ["'self'", `'nonce-${nonce}'`],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'"],
    'manifest-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    ...(overTls && { 'upgrade-insecure-requests': [] }),
  }
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ')
}

/** The nonce that a policy gives to scripts; undefined where it names none. */
export function nonceOf(policy: string | null): string | undefined {
  return policy?.match(/'nonce-([^']+)'/)?.[1]
}
