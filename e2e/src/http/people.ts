import { randomBytes } from 'node:crypto'
import { type LoginResponse, type Role, type RouteCall, routes, type TokenResponse } from '@tessera/contract'
import type { Api, Refusal } from './api.js'

/** Somebody with an account. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly password: string
}

/** What nobody else in this run is called. */
export function uniqueName(beginning: string): string {
  return `${beginning}-${randomBytes(5).toString('hex')}`
}

/**
 * @param owner an API as an owner calls it
 * @param companyId default: the owner's own
 */
export async function createPerson(owner: Api, roles: readonly Role[] = [], name = 'ada', companyId?: number): Promise<Person> {
  const email = `${uniqueName(name)}@example.com`
  const password = randomBytes(12).toString('base64url')
  const { id } = await owner.call(routes.createUser, {
    body: { email, password, roles: [...roles], ...(companyId !== undefined && { company_id: companyId }) },
  })
  return { id, email, password }
}

type DeviceFacts = Omit<RouteCall<typeof routes.logIn>['body'], 'email' | 'password'>

export function logIn(api: Api, { email, password }: Omit<Person, 'id'>, device: DeviceFacts = {}): Promise<LoginResponse> {
  return api.call(routes.logIn, { body: { email, password, ...device } })
}

/** The API as somebody calls it who stays longer than an access token lives: what all specs of a worker share may. */
export async function stayingLoggedIn(api: Api, person: Omit<Person, 'id'>): Promise<Api> {
  let tokens: TokenResponse = await logIn(api, person)
  let since = Date.now()
  return api.withAccessTokens(async () => {
    const halfItsLife = (tokens.expires_in * 1000) / 2
    if (Date.now() - since > halfItsLife) {
      tokens = await refresh(api, tokens)
      since = Date.now()
    }
    return tokens.access_token
  })
}

export function refresh(api: Api, { refresh_token }: Pick<TokenResponse, 'refresh_token'>): Promise<TokenResponse> {
  return api.call(routes.refresh, { body: { refresh_token } })
}

export function refusedRefresh(api: Api, { refresh_token }: Pick<TokenResponse, 'refresh_token'>): Promise<Refusal> {
  return api.refused(routes.refresh, { body: { refresh_token } })
}
