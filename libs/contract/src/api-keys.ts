import * as z from 'zod'
import { apiKeyStates } from './api-key-states.js'
import { CompanyId } from './companies.js'
import { page } from './page.js'
import { paging } from './sessions.js'
import { Id, line, Time } from './text.js'

/**
 * What an API key may be used for: `tokens` to log users in and refresh in the wire format that asks for a key (GenLogs), `introspect` to
 * introspect tokens, `sessions:read` and `sessions:revoke` for the administrators' calls about sessions, as far as the role of the key's
 * user allows them too; `revocations:read` to follow the revocation feed of the key's company, and with `revocations:every_company` beside
 * it, which only an owner may have, that of the whole platform.
 */
export const apiKeyScopes = [
  'tokens',
  'introspect',
  'sessions:read',
  'sessions:revoke',
  'revocations:read',
  'revocations:every_company',
] as const
export const ApiKeyScope = z.enum(apiKeyScopes)
export type ApiKeyScope = z.infer<typeof ApiKeyScope>

export const ApiKeyState = z.enum(apiKeyStates)
export type ApiKeyState = z.infer<typeof ApiKeyState>

/** Why a live key is on hold. */
export const ApiKeyHold = z.enum(['user_moved', 'user_gone', 'user_disabled'])
export type ApiKeyHold = z.infer<typeof ApiKeyHold>

const visible = { description: 'The visible beginning of the key.', examples: ['tessera_ak_4fQ2mZ8xLp'] }

const apiKey = {
  id: Id,
  name: z.string(),
  prefix: z.string().meta(visible),
  state: ApiKeyState,
  on_hold: ApiKeyHold.nullable().meta({
    description:
      'Why a live key does not work now: its user is in another company, was deleted, or is disabled. It works again when they are active in its company. Null of one that works, and of one that is not live.',
  }),
  scopes: z.array(ApiKeyScope),
  company: z
    .object({ id: z.int(), name: z.string() })
    .meta({ description: 'The key sees nothing of any other, whoever its user is; but revocations, with `revocations:every_company`.' }),
  user: z
    .object({
      id: Id,
      email: z.string().nullable().meta({ description: 'Null when the user was deleted, or belongs to a company that you do not see.' }),
      name: z.string().nullable(),
    })
    .meta({ description: 'Whom the key speaks for. It works while they are active, and in its company.' }),
  created_at: Time,
  expires_at: Time.nullable(),
  last_used_at: Time.nullable().meta({ description: 'Some seconds behind.' }),
  revoked_at: Time.nullable(),
}

/** A key as it may be seen: not the key itself, which is stored nowhere. */
export const ApiKey = z.object(apiKey).meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** A key that was just made. */
export const NewApiKey = z
  .object({ ...apiKey, key: z.string().meta({ description: 'The key, to be sent as `x-api-key`. It is shown this once.' }) })
  .meta({ id: 'NewApiKey' })
export type NewApiKey = z.infer<typeof NewApiKey>

export const ApiKeyPage = page(ApiKey).meta({ id: 'ApiKeyPage' })

/** Ten years. */
const longestLife = 315_360_000

const wanted = {
  name: line(100).meta({ description: 'What it is for.', examples: ['Nightly report'] }),
  scopes: z.array(ApiKeyScope).min(1, 'must name at least one').max(apiKeyScopes.length, 'must not repeat itself'),
  expires_in: z
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1')
    .max(longestLife, `must be at most ${longestLife}`)
    .optional()
    .meta({ description: 'Seconds until it expires. Default: never.' }),
}

export const CreateOwnApiKey = z.strictObject(wanted)
export const CreateApiKey = z.strictObject({ user_id: Id.meta({ description: 'Whom it shall speak for.' }), ...wanted })

export const ListOwnApiKeys = z.strictObject({ state: ApiKeyState.optional(), ...paging })
export const ListApiKeys = z.strictObject({
  user_id: Id.optional(),
  company_id: CompanyId.optional(),
  prefix: z
    .string()
    .regex(/^tessera_ak_[A-Za-z0-9]{10}$/, 'must be the visible beginning of a key, such as tessera_ak_4fQ2mZ8xLp')
    .optional()
    .meta(visible),
  state: ApiKeyState.optional(),
  ...paging,
})
