import { randomUUID } from 'node:crypto'
import { type LoginResponse, type RouteCall, routes } from '@tessera/contract'
import { expect } from '@playwright/test'
import type { Api } from './api.js'
import type { Registration } from './oauth-libraries.js'
import { type Person, uniqueName } from './people.js'

export interface OAuthAnswer {
  readonly status: number
  readonly headers: Headers
  /** Undefined when there is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

type ClientRules = Partial<RouteCall<typeof routes.createClient>['body']>

/** A client of its own for one test: public, unless it is said otherwise. */
export async function createClient(owner: Api, rules: ClientRules = {}): Promise<Registration> {
  const { client_id, client_secret } = await owner.call(routes.createClient, { body: { name: uniqueName('Shop'), ...rules } })
  return { client_id, client_secret }
}

export function createConfidentialClient(owner: Api, rules: ClientRules = {}): Promise<Registration & { readonly client_secret: string }> {
  return createClient(owner, { confidential: true, ...rules }) as Promise<Registration & { readonly client_secret: string }>
}

/** Logs a user in at a client. */
export function logInAt(api: Api, { client_id, client_secret }: Registration, { email, password }: Person): Promise<LoginResponse> {
  return api.call(routes.logIn, { body: { email, password, client_id, ...(client_secret !== undefined && { client_secret }) } })
}

/**
 * Logs a user in, bound to a key (RFC 9449): first without a nonce, which is refused with one.
 *
 * @param key its private half signs here, as the library will later
 */
export async function logInBound(
  api: Api,
  { client_id, client_secret }: Registration,
  { email, password }: Person,
  key: CryptoKeyPair,
): Promise<LoginResponse> {
  const proof = async (nonce?: string) => ({
    dpop: await proofBy(key, { htm: 'POST', htu: `${api.url}${routes.logIn.path}`, ...(nonce && { nonce }) }),
  })
  const body = { email, password, client_id, ...(client_secret !== undefined && { client_secret }) }
  const challenged = await api.with(await proof()).refused(routes.logIn, { body })
  expect(challenged.code).toBe('use_dpop_nonce')
  return api.with(await proof(challenged.headers.get('dpop-nonce') ?? '')).call(routes.logIn, { body })
}

/** A proof of possession by an ES256 key (RFC 9449 §4.2). */
export async function proofBy({ privateKey, publicKey }: CryptoKeyPair, claims: Readonly<Record<string, unknown>>): Promise<string> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', publicKey)
  const encoded = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url')
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } }
  const input = `${encoded(header)}.${encoded({ jti: randomUUID(), iat: Math.floor(Date.now() / 1000), ...claims })}`
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(input))
  return `${input}.${Buffer.from(signature).toString('base64url')}`
}

/** Fields to be encoded; or a body as it is. */
export type FormFields = Readonly<Record<string, string>> | string

/** Sends a form to an OAuth endpoint, and reads the answer; whatever it is, nobody may cache it, and it is JSON if it is anything. */
export async function ask(
  api: Api,
  path: string,
  fields: FormFields,
  headers: Readonly<Record<string, string>> = {},
): Promise<OAuthAnswer> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { ...type, ...headers },
    body: typeof fields === 'string' ? fields : new URLSearchParams(fields).toString(),
  })
  return read(response)
}

export async function read(response: Response): Promise<OAuthAnswer> {
  const { status, headers } = response
  const text = await response.text()
  expect(headers.get('cache-control')).toBe('no-store')
  if (text === '') return { status, headers, body: undefined }
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  return { status, headers, body: JSON.parse(text) as Readonly<Record<string, unknown>> }
}

/** The word of a refusal, which must have the shape of RFC 6749 §5.2 and quote nothing of what was sent. */
export function errorIn({ status, body }: OAuthAnswer, sent: readonly string[] = []): readonly [status: number, error: unknown] {
  expect(Object.keys(body ?? {})).toEqual(['error', 'error_description'])
  expect(body?.['error_description']).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
  for (const secret of sent) expect(JSON.stringify(body)).not.toContain(secret)
  return [status, body?.['error']]
}

/** The Authorization header of `client_secret_basic`. */
export function basic({ client_id, client_secret }: Registration): { readonly authorization: string } {
  const [id, secret] = [client_id, client_secret ?? ''].map(encodeURIComponent)
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}
