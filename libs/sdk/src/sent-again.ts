/** Whether a server asks for the same request with a newer nonce in its proof (RFC 9449 §8, §9): it says nothing against the token. */
export function isNonceChallenge({ status, headers }: Response): boolean {
  return status === 401 && headers.has('dpop-nonce') && /\buse_dpop_nonce\b/.test(headers.get('www-authenticate') ?? '')
}

/** A stream is read once. A Request holds its body as one, whatever it was made of. */
export function canBeSentAgain(input: string | URL | Request, init: RequestInit | undefined): boolean {
  const body = init?.body
  if (body !== undefined && body !== null) return isWhole(body)
  return !(input instanceof Request) || isWithoutBody(input)
}

function isWhole(body: NonNullable<RequestInit['body']>): boolean {
  return (
    typeof body === 'string' ||
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}

// Where a browser does not tell a Request's body, only the method does.
function isWithoutBody(request: Request): boolean {
  return request.body === null || request.method === 'GET' || request.method === 'HEAD'
}
