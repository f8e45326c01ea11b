import { bytesOf, textOf } from './base64url.js'
import { sealing } from './sealing.js'
import { tokensIn, type TokenStore } from './store.js'

export interface CookieAttributes {
  readonly httpOnly: boolean
  readonly secure: boolean
  readonly sameSite: 'lax' | 'strict'
  readonly path: '/'
  readonly domain?: string
  /** Seconds; 0 takes the cookie away. */
  readonly maxAge: number
}

/** The cookies of one request and its answer, in whatever way the framework has them. */
export interface CookieJar {
  /** As this request has it: a cookie that was set meanwhile is found, too. */
  get(name: string): string | undefined
  /** May throw where an answer can set none any more. */
  set(name: string, value: string, attributes: CookieAttributes): void
  /** Whether `set` would be heard. Default: it would. */
  canSet?(): boolean
}

export interface CookieOptions {
  /** Default: `tessera`; with the prefix `__Host-` where it is secure and has no `domain`, so that no neighbour can plant one. */
  readonly name?: string
  /** Default: true. False only where people come without TLS, as on a developer's machine. */
  readonly secure?: boolean
  /** For all hosts below it. Default: this host alone. */
  readonly domain?: string
  /** Default: `lax`, since a link from elsewhere should find somebody signed in. Whatever writes must look at its `Origin` all the same. */
  readonly sameSite?: 'lax' | 'strict'
  /** Encrypts what the cookie holds (AES-256-GCM). At least 32 random characters, the same for every process. */
  readonly secret?: string
}

/** Browsers drop a cookie above 4,096 bytes without a word; the rest is for its name and attributes. */
const longestValue = 3_600
const mostPieces = 8

/**
 * Keeps the tokens in a cookie that no script can read: for servers that render pages. One store is for one request.
 *
 * What does not fit into one cookie is spread over several, `tessera.1`, `tessera.2` and so on.
 */
export function cookieStore(jar: CookieJar, options: CookieOptions = {}): TokenStore {
  return storeIn(jar, { ...options, httpOnly: true })
}

export function storeIn(jar: CookieJar, options: CookieOptions & { readonly httpOnly: boolean }): TokenStore {
  const { secure = true, domain, sameSite = 'lax', secret, httpOnly } = options
  // A setting that is missing in the environment must not show in cookies that anybody can read.
  if ('secret' in options && secret === undefined) throw new TypeError('The secret that seals cookies is undefined')
  const name = (secure && domain === undefined ? '__Host-' : '') + (options.name ?? 'tessera')
  const fixed = { httpOnly, secure, sameSite, path: '/', ...(domain !== undefined && { domain }) } as const
  const seal = secret === undefined ? undefined : sealing(secret, name)
  const pieceName = (piece: number) => (piece === 0 ? name : `${name}.${piece}`)

  function read(): string | undefined {
    const [count, first] = jar.get(name)?.split('.') ?? []
    if (first === undefined || !(Number(count) <= mostPieces)) return undefined
    const rest = Array.from({ length: Number(count) - 1 }, (_, i) => jar.get(pieceName(i + 1)) ?? '')
    return first + rest.join('')
  }

  function write(value: string, maxAge: number): void {
    const pieces = value.match(new RegExp(`.{1,${longestValue}}`, 'g')) ?? []
    if (pieces.length > mostPieces) throw new Error('The tokens are too long for cookies')
    pieces.forEach((piece, i) => jar.set(pieceName(i), i === 0 ? `${pieces.length}.${piece}` : piece, { ...fixed, maxAge }))
    for (let i = pieces.length; jar.get(pieceName(i)); i += 1) jar.set(pieceName(i), '', { ...fixed, maxAge: 0 })
  }

  return {
    async load() {
      const value = read()
      if (value === undefined) return null
      return tokensIn(seal ? await seal.open(value) : textIn(value))
    },
    async save(tokens) {
      const text = JSON.stringify(tokens)
      write(seal ? await seal.close(text) : textOf(new TextEncoder().encode(text)), tokens.refresh_token_expires_in)
    },
    clear: () => write('', 0),
    canSave: () => jar.canSet?.() ?? true,
  }
}

function textIn(value: string): string | null {
  const bytes = bytesOf(value)
  return bytes && new TextDecoder().decode(bytes)
}
