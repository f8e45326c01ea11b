import * as z from 'zod'
import { clientGrants } from './client-grants.js'
import { page } from './page.js'
import { paging } from './sessions.js'
import { asStored, line, Scope, text, Time } from './text.js'

export const ClientId = z
  .string()
  .regex(/^[A-Za-z0-9._-]{3,64}$/, 'must have 3 to 64 of the characters A-Z, a-z, 0-9, ".", "_" and "-"')
  .meta({ examples: ['shop'] })

/** No UUID: users have those. A client's own token names the client as `sub`, which must not be read as a user (RFC 9700 §4.15). */
const unlikeUsers = /^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/i

/** The bounds of a lifetime, in seconds; the platform judges them together with its own defaults. */
const lifetime = (max: number, min = 2) => {
  const fault = `must be a whole number of seconds from ${min} to ${max}`
  return z.int(fault).min(min, fault).max(max, fault).nullable()
}
const day = 24 * 60 * 60
const tenYears = 10 * 365 * day
const orDefault = 'Null: the platform’s default.'

function hasNoWordTwice(scope: string): boolean {
  const words = scope.split(' ')
  return new Set(words).size === words.length
}

/** What an administrator decides for a client, and may change later. */
const rules = {
  name: line(200).meta({ examples: ['Shop'] }),
  scope: Scope.refine(hasNoWordTwice, 'must not repeat a word').meta({
    description:
      'What its tokens may do, separated by spaces (RFC 6749 §3.3). Calls of `/v1` need the word `account`; other words are yours. Sessions that start from now on are granted it.',
    examples: ['account'],
  }),
  grants: z.array(z.enum(clientGrants)).min(1, 'must name at least one').max(clientGrants.length, 'must not repeat itself').meta({
    description:
      '`refresh_token`: people log in here, and their sessions refresh. `client_credentials`: it gets tokens of its own; for confidential clients only.',
  }),
  audience: text(512)
    .regex(/^\S+$/, 'must not contain spaces')
    .nullable()
    .meta({ description: 'The `aud` of its access tokens. Null: the issuer.' }),
  dialects: z
    .array(text(64).meta({ examples: ['genlogs'] }))
    .max(32, 'must have at most 32 entries')
    .nullable()
    .meta({
      description:
        'The documented wire formats that its sessions may use, beside `/v1` and `/oauth`. Null: all, those to come included. A new client has none. Sessions of a confidential client refresh in none of them: no format has room for its secret.',
    }),
  access_token_lifetime: lifetime(day).meta({
    description: `Seconds; at least twice the retry window; above that no token lives longer than half of the idle timeout. ${orDefault}`,
  }),
  idle_timeout: lifetime(tenYears).meta({
    description: `Seconds that a session lives without a refresh. ${orDefault}`,
    examples: [1_209_600],
  }),
  absolute_lifetime: lifetime(tenYears).meta({ description: `Seconds that a session lives at most, from its login. ${orDefault}` }),
  retry_window: lifetime(60, 1).meta({
    description: `Seconds after a hand-out in which the same refresh token is answered with the same successor. ${orDefault}`,
  }),
  reuse_policy: z
    .enum(['until_used', 'strict'])
    .nullable()
    .meta({ description: `What a refresh token earns that comes back after the retry window (RFC 9700 §4.14). ${orDefault}` }),
  sessions_per_user: z
    .int('must be a whole number from 1 to 1000')
    .min(1, 'must be at least 1')
    .max(1000, 'must be at most 1000')
    .nullable()
    .meta({
      description: 'Live sessions that one user may have here; at a login the oldest ends with `limit_exceeded`. Null: any number.',
    }),
  dpop_required: z.boolean().meta({
    description: 'Whether every login has to bind its session to a key (RFC 9449). Sessions that were started before stay as they are.',
  }),
}
const confidential = z.boolean().meta({
  description:
    'Whether it keeps a secret, and its sessions refresh only where it shows it (RFC 6749 §2.1). It stays what it was created as.',
})

/** The same of a client that was made under the rules of its time: no such one may keep a list from being read. */
const stored = {
  ...rules,
  name: asStored(z.string(), rules.name),
  scope: asStored(z.string(), rules.scope),
  grants: asStored(z.array(z.enum(clientGrants)), rules.grants),
  audience: asStored(z.string().nullable(), rules.audience),
  dialects: asStored(z.array(z.string()).nullable(), rules.dialects),
  access_token_lifetime: asStored(z.int().nullable(), rules.access_token_lifetime),
  idle_timeout: asStored(z.int().nullable(), rules.idle_timeout),
  absolute_lifetime: asStored(z.int().nullable(), rules.absolute_lifetime),
  retry_window: asStored(z.int().nullable(), rules.retry_window),
  sessions_per_user: asStored(z.int().nullable(), rules.sessions_per_user),
}

/** A secret, as far as it may be seen after its creation. */
export const ClientSecret = z
  .object({
    created_at: Time,
    expires_at: Time.nullable().meta({
      description: 'Set when another followed it. An expired secret is listed until the next one is made.',
    }),
  })
  .meta({ id: 'ClientSecret' })

/** A client (RFC 6749 §2). `client_id`, `client_secret` and `scope` are called as in RFC 7591 §2. */
export const Client = z
  .object({
    client_id: z.string(),
    confidential,
    ...stored,
    defaults: z
      .object({
        access_token_lifetime: z.int(),
        idle_timeout: z.int(),
        absolute_lifetime: z.int(),
        retry_window: z.int(),
        reuse_policy: z.enum(['until_used', 'strict']),
      })
      .meta({ description: 'The platform’s own, which hold where a rule of the client is null.' }),
    disabled: z.boolean(),
    created_at: Time,
    secrets: z.array(ClientSecret).meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'Client' })
export type Client = z.infer<typeof Client>

const clientSecret = z.string().meta({ description: 'Shown this once: we keep only its hash.' })
export const CreatedClient = Client.extend({ client_secret: clientSecret.optional() }).meta({ id: 'CreatedClient' })
export type CreatedClient = z.infer<typeof CreatedClient>
export const ClientWithSecret = Client.extend({ client_secret: clientSecret }).meta({ id: 'ClientWithSecret' })

const { name, ...others } = rules
export const CreateClient = z.strictObject({
  client_id: ClientId.regex(unlikeUsers, 'must not be a UUID: those are of users')
    .optional()
    .meta({ description: 'Default: made from the name and a random part.' }),
  name,
  confidential: confidential.optional(),
  ...z.object(others).partial().shape,
})
export type CreateClient = z.infer<typeof CreateClient>

export const UpdateClient = z
  .strictObject({
    ...rules,
    disabled: z.boolean().meta({ description: 'Disabling ends every session of the client. Enabling brings none of them back.' }),
  })
  .partial()
export type UpdateClient = z.infer<typeof UpdateClient>

export const RotateClientSecret = z.strictObject({
  overlap: z
    .int('must be a whole number of seconds')
    .min(0, 'must be at least 0')
    .max(30 * day, `must be at most ${30 * day}`)
    .optional()
    .meta({ description: 'Seconds that the older secrets go on working, unless they expire earlier. Default: 86400.' }),
})

export const ListClients = z.strictObject({
  limit: paging.limit,
  after: ClientId.optional().meta({ description: 'The `next` of the page before.' }),
})
export const ClientPage = page(Client).meta({ id: 'ClientPage' })

/** What a change of lifetimes would do to the sessions there are. Null: the platform’s default; left out: as it is. */
export const PreviewClient = z
  .strictObject({ idle_timeout: rules.idle_timeout, absolute_lifetime: rules.absolute_lifetime })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ minProperties: 1 })

export const ClientPreview = z
  .object({
    live: z.int().meta({ description: 'Live sessions of the client, as far as was counted.' }),
    idle_now: z
      .int()
      .meta({ description: 'How many of them would at once have been idle too long, before they were past their absolute lifetime.' }),
    outlived_now: z.int().meta({ description: 'How many others would at once be past their absolute lifetime.' }),
    complete: z.boolean().meta({ description: 'Whether all sessions were counted: false where that would have taken too long.' }),
  })
  .meta({ id: 'ClientPreview' })
export type ClientPreview = z.infer<typeof ClientPreview>
