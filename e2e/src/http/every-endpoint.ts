import { expect } from '@playwright/test'
import { formatNames, formats, present } from './dialects.js'

/** An answer to a refresh token, whichever endpoint it was presented at. */
export interface Presented {
  readonly endpoint: string
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** What was handed out; undefined when the token was refused. */
  readonly refreshToken: string | undefined
  readonly accessToken: string | undefined
}

export type Endpoint = (url: string, refreshToken: string, apiKey: string) => Promise<Presented>

/** Where a refresh token of a public client may be presented: our own endpoint, the standard's, and the four documented formats'. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  tessera: (url, refresh_token) => standard('tessera', url, '/v1/sessions/refresh', { body: { refresh_token } }),
  oauth: (url, refresh_token) => oauthRefresh(url, { refresh_token, client_id: 'tessera' }),
  ...Object.fromEntries(
    formatNames.map((name): [string, Endpoint] => [
      name,
      async (url, refreshToken, apiKey) => {
        const { status, body } = await present(url, name, refreshToken, apiKey)
        const { refreshTokenIn, accessTokenIn } = formats[name]
        const handedOut = status === 200 ? { refreshToken: refreshTokenIn(body), accessToken: accessTokenIn(body) } : none
        return { endpoint: name, status, body, ...handedOut }
      },
    ]),
  ),
}
export const endpointNames = Object.keys(endpoints)

const none = { refreshToken: undefined, accessToken: undefined }

/** A refresh at the OAuth token endpoint. @param parameters beside the grant type */
export function oauthRefresh(
  url: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Presented> {
  const body = new URLSearchParams({ grant_type: 'refresh_token', ...parameters }).toString()
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  return standard('oauth', url, '/oauth/token', { body, headers: form })
}

/** Presents a token at one of the endpoints, which has to be good, and gives its successor. */
export async function adopted(name: string, url: string, refreshToken: string, apiKey: string): Promise<string> {
  const presented = await endpoints[name]?.(url, refreshToken, apiKey)
  expect(presented?.status, `${name}: ${JSON.stringify(presented?.body)}`).toBe(200)
  return presented?.refreshToken ?? ''
}

async function standard(
  endpoint: string,
  url: string,
  path: string,
  { body, headers = {} }: { body: unknown; headers?: object },
): Promise<Presented> {
  const json = { 'content-type': 'application/json' }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url + path, { method: 'POST', headers: { ...json, ...headers }, body: text })
  const answered = (await response.json()) as Record<string, string>
  const handedOut = response.ok ? { refreshToken: answered['refresh_token'], accessToken: answered['access_token'] } : none
  return { endpoint, status: response.status, body: answered, ...handedOut }
}
