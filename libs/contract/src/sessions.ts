import * as z from 'zod'
import { endReasons } from './end-reasons.js'
import { page } from './page.js'
import { sessionStates } from './session-states.js'
import { Email, GivenTime, Id, Network, Scope, text, Time, trimmed } from './text.js'
import { Otp, RecoveryCode } from './second-factor.js'
import { Password, User } from './users.js'
import { wholeNumber } from './whole-number.js'

/** RFC 6749 §2.3.1. */
const clientSecret = text(256).meta({ description: 'For a confidential client, with its `client_id`.' })

/** A secret says of which client it is. */
const withItsClient = ({ client_id, client_secret }: { client_id?: string | undefined; client_secret?: string | undefined }) =>
  client_secret === undefined || client_id !== undefined
const clientOwed = { path: ['client_id'], error: 'is required with client_secret' }
const dependentRequired = { client_secret: ['client_id'] }

export const Login = z
  .strictObject({
    email: Email,
    password: Password,
    client_id: text(128).optional().meta({ description: 'Default: the built-in public client.' }),
    client_secret: clientSecret.optional(),
    device_id: text(128).optional().meta({ description: 'Your own stable name for the device.' }),
    device_name: text(128)
      .optional()
      .meta({ description: 'What its owner calls it.', examples: ['Ada’s phone'] }),
    otp: Otp.optional().meta({ description: 'The code that the authenticator shows, after `second_factor_required`.' }),
    recovery_code: RecoveryCode.optional().meta({ description: 'A recovery code instead of `otp`. Each is good once.' }),
  })
  .refine(withItsClient, clientOwed)
  .meta({ dependentRequired })

/** Ours have 91 characters; those that moved in from another system may be JWTs. */
export const RefreshToken = text(8192).meta({ description: 'An opaque string: ours, or another system’s whose user moved in.' })
export const PresentRefreshToken = z.strictObject({ refresh_token: RefreshToken })
export const Refresh = z
  .strictObject({
    refresh_token: RefreshToken,
    client_id: text(128).optional().meta({ description: 'The client that the token was issued to; checked when given.' }),
    client_secret: clientSecret.optional(),
    scope: Scope.optional().meta({
      description: 'Narrows the new access token to a part of what was granted (RFC 6749 §6). Default: all of it.',
      examples: ['account'],
    }),
  })
  .refine(withItsClient, clientOwed)
  .meta({ dependentRequired })

const tokens = {
  access_token: z.string().meta({ description: 'A JWT (RFC 9068), signed with ES256.' }),
  token_type: z.enum(['Bearer', 'DPoP']).meta({ description: '`DPoP` (RFC 9449) when the session is bound to a key.' }),
  expires_in: z.int().meta({ description: 'Seconds that the access token lives.' }),
  refresh_token: z.string().meta({ description: 'Opaque. Keep this one, and forget the one before it.' }),
  refresh_token_expires_in: z.int().meta({ description: 'Seconds until the session ends if it is not refreshed.' }),
  scope: z.string(),
  session_id: Id,
}
/** RFC 6749 §5.1, with the session's id. */
export const TokenResponse = z.object(tokens).meta({ id: 'TokenResponse' })
export type TokenResponse = z.infer<typeof TokenResponse>
export const LoginResponse = z.object({ ...tokens, user: User }).meta({ id: 'LoginResponse' })
export type LoginResponse = z.infer<typeof LoginResponse>

export const SessionState = z.enum(sessionStates)
export type SessionState = z.infer<typeof SessionState>

/** What the user agent and the client say about the device. Written by strangers: never markup, never a formula. */
export const Device = z
  .object({
    id: z.string().nullable(),
    name: z.string().nullable(),
    browser: z
      .string()
      .nullable()
      .meta({ examples: ['Firefox 145'] }),
    system: z
      .string()
      .nullable()
      .meta({ examples: ['macOS 15.1'] }),
    kind: z.enum(['desktop', 'mobile', 'tablet', 'other']),
    user_agent: z.string().nullable(),
  })
  .meta({ id: 'Device' })
export type Device = z.infer<typeof Device>

/** Where a network address is registered, by a database that comes with the server: a country, never more, and now and then wrong. */
export const Place = z
  .object({
    country_code: z.string().meta({ description: 'ISO 3166-1 alpha-2.', examples: ['IT'] }),
    country: z.string().meta({ description: 'In English.', examples: ['Italy'] }),
  })
  .meta({ id: 'Place' })
export type Place = z.infer<typeof Place>

/** How a session's life was over: ended with a reason, or expired at a limit. */
export const SessionEnd = z
  .object({
    at: Time,
    reason: z.enum(endReasons).nullable().meta({ description: 'Null when the session expired.' }),
    limit: z.enum(['absolute', 'idle']).nullable().meta({ description: 'Which limit an expired session reached.' }),
    by: z.object({ id: Id, email: z.string().nullable() }).nullable().meta({ description: 'Who ended it; null when a rule did.' }),
  })
  .meta({ id: 'SessionEnd' })

const session = {
  id: Id,
  state: SessionState,
  end: SessionEnd.nullable(),
  client: z.object({ id: z.string(), name: z.string() }),
  started_at: Time,
  last_seen_at: Time.meta({ description: 'The last refresh that handed out a new token.' }),
  expires_at: Time.meta({ description: 'When it expires if it is not refreshed.' }),
  absolute_end_at: Time.meta({ description: 'When it expires at the latest.' }),
  ip: z.string().nullable().meta({ description: 'The network address at login.' }),
  last_ip: z.string().nullable().meta({ description: 'The network address at the last refresh.' }),
  place: Place.nullable().meta({ description: 'Of the network address at login; null where nothing is known of it.' }),
  last_place: Place.nullable().meta({ description: 'Of the network address at the last refresh.' }),
  device: Device,
  refresh_count: z.int().meta({ description: 'How often its line of refresh tokens has moved on.' }),
  current: z.boolean().meta({ description: 'Whether this is the session that asks.' }),
}

/** A session as its owner sees it. */
export const OwnSession = z.object(session).meta({ id: 'OwnSession' })
export type OwnSession = z.infer<typeof OwnSession>

/** A session as an administrator sees it. */
export const AdminSession = z
  .object({
    ...session,
    user: z.object({
      id: Id,
      email: z.string().nullable().meta({ description: 'Null when the user was deleted, or belongs to a company that you do not see.' }),
      name: z.string().nullable(),
    }),
    company: z.object({ id: z.int(), name: z.string() }),
    dialect: z.string().nullable().meta({ description: 'The documented wire format that the login came in; null for our own.' }),
  })
  .meta({ id: 'Session' })
export type AdminSession = z.infer<typeof AdminSession>

const PlaceInLine = z.object({ generation: z.int(), branch: z.int() }).meta({ description: 'Where in the line a token stands.' })

/** One entry of a session's history, oldest first. */
export const SessionEvent = z
  .object({
    id: z.string(),
    at: Time,
    kind: z.enum(['session_started', 'session_moved', 'session_branched', 'session_ended']),
    reason: z.enum(endReasons).nullable(),
    by: z.object({ id: Id, email: z.string().nullable() }).nullable(),
    note: z.string().nullable().meta({ description: 'What the administrator wrote when ending it.' }),
    api_key_id: Id.nullable().meta({ description: 'The API key with which that user ended it; null without one.' }),
    ip: z.string().nullable().meta({ description: 'Where the request came from.' }),
    place: Place.nullable().meta({ description: 'Of that network address; null where nothing is known of it.' }),
    user_agent: z.string().nullable(),
    browser: z.string().nullable().meta({ description: 'What the user agent says, with its version.' }),
    system: z.string().nullable(),
    presented: PlaceInLine.nullable().meta({ description: 'The token that was presented, when that is the story.' }),
    issued: PlaceInLine.nullable(),
  })
  .meta({ id: 'SessionEvent' })
export type SessionEvent = z.infer<typeof SessionEvent>

export const AdminSessionDetail = AdminSession.extend({
  generation: z.int(),
  branch: z.int(),
  issued_branch: z.int(),
  reuse_policy: z.enum(['until_used', 'strict']),
  events: z.array(SessionEvent),
}).meta({ id: 'SessionDetail' })
export type AdminSessionDetail = z.infer<typeof AdminSessionDetail>

export const OwnSessionPage = page(OwnSession).meta({ id: 'OwnSessionPage' })
export const AdminSessionPage = page(AdminSession).meta({ id: 'SessionPage' })
export type AdminSessionPage = z.infer<typeof AdminSessionPage>

export const paging = {
  limit: wholeNumber(1, 100).optional().meta({ description: 'Default: 50.' }),
  after: z.uuid('must be the `next` of the page before').optional().meta({ description: 'The `next` of the page before.' }),
}

export const ListOwnSessions = z.strictObject({ state: SessionState.optional(), ...paging })

/** What a session is searched by. Every filter given must hold. */
const filters = {
  q: trimmed(254).optional().meta({
    description:
      'Searches what it looks like: a session or user id, a network address or a network (CIDR), the beginning of an e-mail, or else part of a device’s name or user agent.',
  }),
  state: SessionState.optional(),
  reason: z.enum(endReasons).optional(),
  user_id: Id.optional(),
  email: trimmed(254).toLowerCase().optional().meta({ description: 'The beginning of an e-mail.' }),
  client_id: text(128).optional(),
  company_id: wholeNumber(1, 2_147_483_647).optional().meta({ description: 'The company that the user was in at login.' }),
  ip: Network.optional().meta({ description: 'The network address at login, or the network that it is in (CIDR).' }),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'must be a country’s code of two capitals (ISO 3166-1), such as IT')
    .optional()
    .meta({ description: 'Where the network address at login is registered: ISO 3166-1 alpha-2.', examples: ['IT'] }),
  browser: text(64)
    .optional()
    .meta({ description: 'The browser at login, without its version.', examples: ['Firefox'] }),
  system: text(64)
    .optional()
    .meta({ description: 'The operating system at login, without its version.', examples: ['macOS'] }),
  dialect: text(64)
    .optional()
    .meta({ description: 'The documented wire format that the login came in; `tessera`: our own.', examples: ['genlogs'] }),
  device: trimmed(128).optional().meta({ description: 'Part of the device’s name or user agent, or its whole id.' }),
  started_after: GivenTime.optional(),
  started_before: GivenTime.optional(),
  seen_after: GivenTime.optional().meta({ description: 'Last seen at that time or later.' }),
  seen_before: GivenTime.optional().meta({ description: 'Last seen before that time.' }),
  ended_after: GivenTime.optional().meta({ description: 'Ended, and not expired, at that time or later.' }),
  ended_before: GivenTime.optional().meta({ description: 'Ended, and not expired, before that time.' }),
}

/** Which sessions: the filters of the list, without its paging. */
export const SessionFilter = z.strictObject(filters).meta({ id: 'SessionFilter' })
export type SessionFilter = z.infer<typeof SessionFilter>

export const ListSessions = z.strictObject({ ...filters, ...paging })
export type ListSessions = z.infer<typeof ListSessions>

/** How an export is written: a spreadsheet’s table, safe against formulas; or a JSON object a line. */
export const ExportFormat = z.enum(['csv', 'jsonl'])
export type ExportFormat = z.infer<typeof ExportFormat>

export const ExportSessions = z.strictObject({ format: ExportFormat, ...filters })

export const RevokeSession = z.strictObject({
  reason: text(500).optional().meta({ description: 'Why, in your words; kept in the event log.' }),
})

export const RevokedOthers = z.object({
  ended: z.int().meta({ description: 'How many live sessions this ended; counted to 1,000.' }),
  ended_capped: z.boolean(),
})
