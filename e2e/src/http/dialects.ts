import { expect } from '@playwright/test'

/** A request in a documented wire format: nothing but what such a client sends. */
export interface WireRequest {
  readonly method?: string
  /** As it stands behind the path, with its `?`. */
  readonly search?: string
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface WireAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

const origin = 'https://app.example.com'

/**
 * Sends a request from a page on another origin, and holds the answer against what is true of all formats, whatever it says: it is JSON,
 * an object, never cached, never a problem of ours, and the page may read it.
 */
export async function ask(
  url: string,
  path: string,
  { method = 'POST', search = '', body, headers = {} }: WireRequest,
): Promise<WireAnswer> {
  const json: Readonly<Record<string, string>> = body === undefined ? {} : { 'content-type': 'application/json' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const init: RequestInit = { method, headers: { origin, ...json, ...headers }, body: text ?? null }
  const response = await fetch(`${url}${path}${search}`, init)
  const answered = await response.text()
  const what = `${method} ${path} was answered ${response.status} ${answered.slice(0, 500)}`
  expect(response.headers.get('content-type'), what).toBe('application/json; charset=utf-8')
  expect(response.headers.get('cache-control'), what).toBe('no-store')
  expect(response.headers.get('access-control-allow-origin'), what).toBe('*')
  expect(response.headers.get('x-content-type-options'), what).toBe('nosniff')
  expect(response.headers.get('x-request-id'), what).not.toBeNull()
  expect(response.headers.get('set-cookie'), what).toBeNull()
  const parsed: unknown = JSON.parse(answered)
  expect(parsed, what).toEqual(expect.any(Object))
  return { status: response.status, headers: response.headers, body: parsed as WireAnswer['body'] }
}

/** A documented wire format, as its clients know it. */
export interface Format {
  readonly path: string
  /** The request that presents a refresh token. Only GenLogs sends the API key. */
  readonly presents: (refreshToken: string, apiKey: string) => WireRequest
  readonly accessTokenIn: (body: WireAnswer['body']) => string
  readonly refreshTokenIn: (body: WireAnswer['body']) => string
}

export const formats = {
  talkstack: {
    path: '/auth/refresh-token',
    presents: (refreshToken) => ({ body: { refreshToken } }),
    accessTokenIn: (body) => textAt(body, 'token'),
    refreshTokenIn: (body) => textAt(body, 'refreshToken'),
  },
  xerial: {
    path: '/auth/refresh-tokens',
    presents: (refreshToken) => ({ body: { refreshToken } }),
    accessTokenIn: (body) => textAt(body, 'access', 'token'),
    refreshTokenIn: (body) => textAt(body, 'refresh', 'token'),
  },
  freddy: {
    path: '/v1/auth/refresh',
    presents: (refresh_token) => ({ body: { refresh_token } }),
    accessTokenIn: (body) => textAt(body, 'token'),
    refreshTokenIn: (body) => textAt(body, 'refresh_token'),
  },
  genlogs: {
    path: '/auth/token/refresh',
    presents: (refresh_token, apiKey) => ({
      search: `?${new URLSearchParams({ refresh_token }).toString()}`,
      headers: { 'x-api-key': apiKey },
    }),
    accessTokenIn: (body) => textAt(body, 'access_token_data', 'token'),
    refreshTokenIn: (body) => textAt(body, 'refresh_token_data', 'token'),
  },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof formats
export const formatNames = Object.keys(formats) as readonly FormatName[]

/** The title of each format that a server has, and where it refreshes and logs in: as its reference says. */
export async function servedFormats(url: string): Promise<readonly { readonly title: string; readonly paths: readonly string[] }[]> {
  interface Operation {
    readonly operationId: string
    readonly tags: readonly string[]
  }
  const { tags, paths } = (await (await fetch(`${url}/openapi.json`)).json()) as {
    readonly tags: readonly { readonly name: string }[]
    readonly paths: Readonly<Record<string, { readonly post?: Operation }>>
  }
  return tags
    .filter(({ name }) => name.endsWith(' format'))
    .map(({ name }) => {
      const own = Object.entries(paths).filter(([, { post }]) => post?.tags.includes(name) && /(Refresh|LogIn)\d*$/.test(post.operationId))
      return { title: name.replace(/ format$/, ''), paths: own.map(([path]) => path) }
    })
}

/** Presents a refresh token in a format. */
export function present(url: string, name: FormatName, refreshToken: string, apiKey: string): Promise<WireAnswer> {
  const { path, presents } = formats[name]
  return ask(url, path, presents(refreshToken, apiKey))
}

/** Presents a refresh token that must be good, and gives its successor. */
export async function successorAt(url: string, name: FormatName, refreshToken: string, apiKey: string): Promise<string> {
  const { status, body } = await present(url, name, refreshToken, apiKey)
  expect(status, `${name}: ${JSON.stringify(body)}`).toBe(200)
  return formats[name].refreshTokenIn(body)
}

function textAt(body: WireAnswer['body'], ...names: readonly string[]): string {
  const found = names.reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], body)
  expect(found, `${names.join('.')} in ${JSON.stringify(body)}`).toEqual(expect.any(String))
  return found as string
}
