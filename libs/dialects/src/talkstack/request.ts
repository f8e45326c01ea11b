import type { LoginSaid, Reading, RefreshSaid, WireRequest } from '../dialect.js'
import { fieldsOf } from '../fields.js'
import { error } from './errors.js'

/** As the prose spells it, and as the example does. */
export const spellings = ['refreshToken', 'resfreshToken'] as const

/** Takes the token under either spelling: a client may send back what it was given under the name that it knows. */
export function readRefresh({ body }: WireRequest): Reading<RefreshSaid> {
  const fields = fieldsOf(body) ?? {}
  const given = spellings.map((name) => fields[name]).filter(isGiven)
  const [refreshToken, ...others] = given
  if (refreshToken === undefined) return { answer: error(400, 'refreshToken is missing.') }
  if (typeof refreshToken !== 'string') return { answer: error(400, 'refreshToken must be a string.') }
  if (others.some((other) => other !== refreshToken)) {
    return { answer: error(400, 'refreshToken and resfreshToken differ. Send one of them.') }
  }
  return { said: { refreshToken } }
}

/** Takes `email` and `password`, and names each that is missing. */
export function readLogin({ body }: WireRequest): Reading<LoginSaid> {
  const { email, password } = fieldsOf(body) ?? {}
  const missing = Object.entries({ email, password }).filter(([, value]) => !isGiven(value))
  if (missing.length > 0) return { answer: error(400, missing.map(([name]) => `${name} is missing.`).join(' ')) }
  if (typeof email !== 'string' || typeof password !== 'string') return { answer: error(400, 'email and password must be strings.') }
  return { said: { email, password } }
}

/** Nothing, `null` and an empty string are all missing to a JavaScript server, as this format's is. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
