// Long, because it is a table: what each request may say, field by field.
import type { z } from 'zod'
import { describe, expect, it } from 'vitest'
import { CreateApiKey, CreateOwnApiKey, ListApiKeys, ListOwnApiKeys } from './api-keys.js'
import { clientGrants } from './client-grants.js'
import { CreateClient, ListClients, PreviewClient, RotateClientSecret, UpdateClient } from './clients.js'
import { CompanyId, CreateCompany, ListCompanies, RenameCompany } from './companies.js'
import { ExportEvents, ListEvents } from './events.js'
import { ReadOverview } from './overview.js'
import { CreateReceiver, ListDeliveries, ListReceivers, PollReceiver, RotateReceiverSecret, UpdateReceiver } from './receivers.js'
import { FollowRevocations, LeaveFeed, ReadRevocations, ReportPosition } from './revocation-feed.js'
import { CreateSavedView } from './saved-views.js'
import { ConfirmSecondFactor, Otp, ProveSecondFactor, RecoveryCode, SetUpSecondFactor } from './second-factor.js'
import { CreateRevocation, ListRevocations, PreviewRevocation } from './session-revocations.js'
import { ExportSessions, ListOwnSessions, ListSessions, Login, PresentRefreshToken, Refresh, RevokeSession } from './sessions.js'
import { RotateSigningKey } from './signing-keys.js'
import { Email } from './text.js'
import {
  AddressedTo,
  ChangeEmail,
  ChangePassword,
  Code,
  ConfirmEmail,
  CreateUser,
  ListUserEvents,
  ListUsers,
  NewPassword,
  Password,
  ResetPassword,
  SignUp,
  UpdateMe,
  UpdateUser,
  VerifyEmail,
} from './users.js'

const login = { email: 'ada@example.com', password: 'correct horse' }
const id = '01940000-0000-7000-8000-000000000001'

interface Request {
  readonly schema: z.ZodType
  /** Has every field. */
  readonly accepted: Readonly<Record<string, unknown>>
  /** Fields that may not be left out. */
  readonly needed: readonly string[]
  /** Fields that hold text, with the most characters they may have. */
  readonly texts: Readonly<Record<string, number>>
  /** Fields that null may stand in. */
  readonly nullable?: readonly string[]
  /** The least that is accepted, where that is more than what is needed: a change must change something. */
  readonly least?: Readonly<Record<string, unknown>>
}

const eventFilters = {
  ...{ q: 'ada@example.com', kind: 'session_ended', user_id: id, by: id, session_id: id, client_id: 'shop', company_id: 7 },
  ...{ ip: '203.0.113.0/24', after_time: '2026-11-20T12:00:00.000Z', before_time: '2026-11-21T12:00:00.000Z' },
}
const eventTexts = { q: 254, kind: 64, client_id: 128 }

const clientRules = {
  name: 'Shop',
  scope: 'account orders:read',
  grants: ['refresh_token', 'client_credentials'],
  audience: 'https://shop.example',
  dialects: ['genlogs'],
  access_token_lifetime: 60,
  idle_timeout: 3600,
  absolute_lifetime: 7200,
  retry_window: 1,
  reuse_policy: 'strict',
  sessions_per_user: 3,
  dpop_required: true,
}
const sessionFilters = {
  ...{ q: 'ada', state: 'ended', reason: 'logout', user_id: id, email: 'ada@', client_id: 'shop', company_id: 2, ip: '192.0.2.0/24' },
  ...{ country: 'IT', browser: 'Firefox', system: 'macOS', dialect: 'genlogs', device: 'Firefox' },
  ...{ started_after: '2026-11-20T12:00:00Z', started_before: '2026-11-20T13:00:00+01:00' },
  ...{ seen_after: '2026-11-20T12:00:00Z', seen_before: '2026-11-20T13:00:00+01:00' },
  ...{ ended_after: '2026-11-20T12:00:00Z', ended_before: '2026-11-20T13:00:00+01:00' },
}
const sessionFilterTexts = { q: 254, email: 254, client_id: 128, browser: 64, system: 64, dialect: 64, device: 128 }
const nullable = [
  'audience',
  'dialects',
  ...Object.keys(clientRules).filter((field) => /_(lifetime|timeout|window|policy|user)$/.test(field)),
]

const requests: Readonly<Record<string, Request>> = {
  Login: {
    schema: Login,
    accepted: {
      ...{ ...login, client_id: 'shop', client_secret: 's', device_id: 'd', device_name: 'Ada’s phone' },
      ...{ otp: '287082', recovery_code: 'abcdefghijklmnop' },
    },
    needed: ['email', 'password'],
    texts: { email: 254, password: 1024, client_id: 128, client_secret: 256, device_id: 128, device_name: 128 },
  },
  SignUp: {
    schema: SignUp,
    accepted: { ...login, name: 'Ada' },
    needed: ['email', 'password'],
    texts: { email: 254, password: 1024, name: 200 },
  },
  VerifyEmail: {
    schema: VerifyEmail,
    accepted: { email: login.email, code: '204731' },
    needed: ['email', 'code'],
    texts: { email: 254 },
  },
  AddressedTo: { schema: AddressedTo, accepted: { email: login.email }, needed: ['email'], texts: { email: 254 } },
  ResetPassword: {
    schema: ResetPassword,
    accepted: { token: 't', new_password: 'correct horse' },
    needed: ['token', 'new_password'],
    texts: { token: 128, new_password: 1024 },
  },
  UpdateMe: { schema: UpdateMe, accepted: { name: 'Ada' }, needed: [], texts: { name: 200 }, nullable: ['name'], least: { name: null } },
  ChangePassword: {
    schema: ChangePassword,
    accepted: { current_password: 'old', new_password: 'correct horse' },
    needed: ['current_password', 'new_password'],
    texts: { current_password: 1024, new_password: 1024 },
  },
  ChangeEmail: {
    schema: ChangeEmail,
    accepted: { email: login.email, current_password: 'old' },
    needed: ['email', 'current_password'],
    texts: { email: 254, current_password: 1024 },
  },
  ConfirmEmail: { schema: ConfirmEmail, accepted: { code: '204731' }, needed: ['code'], texts: {} },
  SetUpSecondFactor: {
    schema: SetUpSecondFactor,
    accepted: { current_password: 'old' },
    needed: ['current_password'],
    texts: { current_password: 1024 },
  },
  ConfirmSecondFactor: { schema: ConfirmSecondFactor, accepted: { otp: '287082' }, needed: ['otp'], texts: {} },
  Refresh: {
    schema: Refresh,
    accepted: { refresh_token: 'r', client_id: 'shop', client_secret: 's', scope: 'account' },
    needed: ['refresh_token'],
    texts: { refresh_token: 8192, client_id: 128, client_secret: 256, scope: 1000 },
  },
  PresentRefreshToken: {
    schema: PresentRefreshToken,
    accepted: { refresh_token: 'r' },
    needed: ['refresh_token'],
    texts: { refresh_token: 8192 },
  },
  RevokeSession: { schema: RevokeSession, accepted: { reason: 'A stolen phone' }, needed: [], texts: { reason: 500 } },
  PreviewRevocation: {
    schema: PreviewRevocation,
    accepted: { ids: [id], include_current: true },
    needed: [],
    texts: {},
    least: { filter: {} },
  },
  CreateRevocation: {
    schema: CreateRevocation,
    accepted: {
      ...{ ids: [id], include_current: true, as_of: '2026-11-20T12:00:00.000Z', expected_count: 3 },
      ...{ reason: 'A stolen laptop', starts_in: 0 },
    },
    needed: [],
    texts: { reason: 500 },
    least: { everything: { scope: 'platform' } },
  },
  ListRevocations: { schema: ListRevocations, accepted: { limit: 10, after: id }, needed: [], texts: {} },
  CreateUser: {
    schema: CreateUser,
    accepted: { ...login, name: 'Ada', roles: ['support'], company_id: 2, email_verified: false },
    needed: ['email'],
    texts: { email: 254, password: 1024, name: 200 },
  },
  UpdateUser: {
    schema: UpdateUser,
    accepted: { name: 'Ada', roles: ['support'], company_id: 2, email_verified: true, disabled: false },
    needed: [],
    texts: { name: 200 },
    nullable: ['name'],
    least: { disabled: true },
  },
  ListUsers: {
    schema: ListUsers,
    accepted: { q: 'ada', state: 'invited', role: 'owner', company_id: 2, limit: 10, after: id },
    needed: [],
    texts: { q: 254 },
  },
  ListUserEvents: { schema: ListUserEvents, accepted: { limit: 10, after: 7 }, needed: [], texts: {} },
  CreateClient: {
    schema: CreateClient,
    accepted: { ...clientRules, client_id: 'shop', confidential: true },
    needed: ['name'],
    texts: { client_id: 64, name: 200, scope: 1000, audience: 512 },
    nullable,
  },
  UpdateClient: {
    schema: UpdateClient,
    accepted: { ...clientRules, disabled: true },
    needed: [],
    texts: { name: 200, scope: 1000, audience: 512 },
    nullable,
  },
  PreviewClient: {
    schema: PreviewClient,
    accepted: { idle_timeout: 60, absolute_lifetime: 3600 },
    needed: [],
    texts: {},
    nullable: ['idle_timeout', 'absolute_lifetime'],
    least: { idle_timeout: null },
  },
  RotateSigningKey: { schema: RotateSigningKey, accepted: { at_once: true }, needed: [], texts: {} },
  CreateSavedView: {
    schema: CreateSavedView,
    accepted: { page: 'sessions', name: 'Reuse this week', query: 'state=ended' },
    needed: ['page', 'name', 'query'],
    texts: { name: 80 },
  },
  RotateClientSecret: { schema: RotateClientSecret, accepted: { overlap: 0 }, needed: [], texts: {} },
  ListClients: { schema: ListClients, accepted: { limit: 10, after: 'shop' }, needed: [], texts: { after: 64 } },
  CreateOwnApiKey: {
    schema: CreateOwnApiKey,
    accepted: { name: 'Report', scopes: ['sessions:read', 'introspect'], expires_in: 60 },
    needed: ['name', 'scopes'],
    texts: { name: 100 },
  },
  CreateApiKey: {
    schema: CreateApiKey,
    accepted: { user_id: id, name: 'Report', scopes: ['tokens'], expires_in: 60 },
    needed: ['user_id', 'name', 'scopes'],
    texts: { name: 100 },
  },
  ListOwnApiKeys: { schema: ListOwnApiKeys, accepted: { state: 'live', limit: 10, after: id }, needed: [], texts: {} },
  ListApiKeys: {
    schema: ListApiKeys,
    accepted: { user_id: id, company_id: 2, prefix: 'tessera_ak_4fQ2mZ8xLp', state: 'revoked', limit: 10, after: id },
    needed: [],
    texts: {},
  },
  CreateReceiver: {
    schema: CreateReceiver,
    accepted: {
      ...{ name: 'Orders', form: 'webhook', company_id: 2, url: 'https://orders.example/hook', kinds: ['session_ended'] },
      ...{ audience: 'https://orders.example', authorization: 'Bearer x' },
    },
    needed: ['name', 'form'],
    texts: { name: 100, audience: 255 },
    nullable: ['company_id'],
  },
  UpdateReceiver: {
    schema: UpdateReceiver,
    accepted: {
      ...{ name: 'Orders', url: 'https://orders.example/hook', kinds: ['user_created'], audience: 'orders', authorization: 'Bearer x' },
      paused: true,
    },
    needed: [],
    texts: { name: 100, audience: 255 },
    nullable: ['authorization'],
    least: { authorization: null },
  },
  RotateReceiverSecret: { schema: RotateReceiverSecret, accepted: { former_lives: 0 }, needed: [], texts: {} },
  ReadRevocations: { schema: ReadRevocations, accepted: { after: 'MQ', limit: 1000, wait: 5 }, needed: [], texts: { after: 1000 } },
  FollowRevocations: { schema: FollowRevocations, accepted: { after: 'MQ' }, needed: [], texts: { after: 1000 } },
  ReportPosition: {
    schema: ReportPosition,
    accepted: { follower: 'orders-1', position: 'MQ', via: 'stream', when_stale: 'refuse' },
    needed: ['follower', 'position', 'via', 'when_stale'],
    texts: { follower: 100, position: 1000 },
  },
  LeaveFeed: { schema: LeaveFeed, accepted: { follower: 'orders-1' }, needed: ['follower'], texts: { follower: 100 } },
  ListReceivers: { schema: ListReceivers, accepted: { company_id: 2, form: 'set_poll', limit: 10, after: id }, needed: [], texts: {} },
  ListDeliveries: { schema: ListDeliveries, accepted: { state: 'waiting', limit: 10, after: 7 }, needed: [], texts: {} },
  PollReceiver: {
    schema: PollReceiver,
    accepted: { maxEvents: 0, returnImmediately: true, ack: ['set_1'] },
    needed: [],
    texts: {},
  },
  CreateCompany: { schema: CreateCompany, accepted: { name: 'Ada & Co' }, needed: ['name'], texts: { name: 200 } },
  RenameCompany: { schema: RenameCompany, accepted: { name: 'Ada & Co' }, needed: ['name'], texts: { name: 200 } },
  ListCompanies: { schema: ListCompanies, accepted: { limit: 10, after: 2 }, needed: [], texts: {} },
  ListOwnSessions: { schema: ListOwnSessions, accepted: { state: 'active', limit: 10, after: id }, needed: [], texts: {} },
  ReadOverview: { schema: ReadOverview, accepted: { span: 'week' }, needed: [], texts: {} },
  ListEvents: { schema: ListEvents, accepted: { ...eventFilters, limit: 10, after: 7 }, needed: [], texts: eventTexts },
  ExportEvents: { schema: ExportEvents, accepted: { ...eventFilters, format: 'csv' }, needed: ['format'], texts: eventTexts },
  ListSessions: {
    schema: ListSessions,
    accepted: { ...sessionFilters, limit: 100, after: id },
    needed: [],
    texts: sessionFilterTexts,
  },
  ExportSessions: {
    schema: ExportSessions,
    accepted: { ...sessionFilters, format: 'csv' },
    needed: ['format'],
    texts: sessionFilterTexts,
  },
}

/** The fields that a schema refuses. */
const refusedIn = (schema: z.ZodType, value: unknown) => [...new Set(schema.safeParse(value).error?.issues.map(({ path }) => path[0]))]

describe.each(Object.entries(requests))('%s', (_, { schema, accepted, needed, texts, nullable = [], least }) => {
  it('takes every field that it has', () => {
    expect(schema.parse(accepted)).toEqual(accepted)
  })

  it('needs no field but those that say so', () => {
    // A change that changes nothing is refused as a whole: the fault has no field.
    expect(refusedIn(schema, {})).toEqual(least ? [undefined] : needed)
    const few = least ?? Object.fromEntries(Object.entries(accepted).filter(([field]) => needed.includes(field)))
    expect(schema.safeParse(few).success).toBe(true)
  })

  it('refuses a field that it does not have, by name', () => {
    const issue = schema.safeParse({ ...accepted, admin: true }).error?.issues[0]
    expect(issue).toMatchObject({ code: 'unrecognized_keys', keys: ['admin'] })
    expect(schema.safeParse(JSON.parse(`{"__proto__": {}, "constructor": 1}`)).success).toBe(false)
  })

  it.each([null, undefined, [], 'text', 1])('is not %j', (value) => {
    expect(schema.safeParse(value).success).toBe(false)
  })

  it.each(Object.keys(accepted))('refuses %s of another type, and null where it means nothing', (field) => {
    expect(schema.safeParse({ ...accepted, [field]: null }).success).toBe(nullable.includes(field))
    for (const wrong of [{}, { not: 'x' }, [[]]]) {
      // Number(null) is 0 and Number([]) too, so even these are refused: by the bounds.
      expect(refusedIn(schema, { ...accepted, [field]: wrong })).toEqual([field])
    }
  })

  it.each(Object.entries(texts))('refuses a text in %s that is empty, longer than %d, or not storable', (field, max) => {
    for (const wrong of ['', 'x'.repeat(max + 1), 'a\u0000@example.com', 'a\ud83d@example.com']) {
      expect(refusedIn(schema, { ...accepted, [field]: wrong })).toEqual([field])
    }
    if (field !== 'email') expect(schema.safeParse({ ...accepted, [field]: 'x'.repeat(max) }).success).toBe(true)
  })

  it.each(Object.keys(texts).filter((field) => field === 'name'))('has a %s of one line, that reads as it is written', (field) => {
    for (const wrong of ['a\nb', 'a\u202eb']) expect(refusedIn(schema, { ...accepted, [field]: wrong })).toEqual([field])
  })
})

/** What `Number` would take for 1, and an address does not say so. */
const otherSpellings = ['0x1', '0b1', '1e0', '+1', '01', '1.0', ' 1', '1 ', '1\n', '\u00a01', true, ['1']]

describe('a poll', () => {
  it('says why tokens cannot be taken, also of none (RFC 8936 §2.4)', () => {
    for (const setErrs of [{}, { set_2: { err: 'invalid_key', description: 'Which?' } }])
      expect(PollReceiver.parse({ setErrs })).toEqual({ setErrs })
    for (const wrong of [{ set_2: 'invalid_key' }, { set_2: {} }, []])
      expect(refusedIn(PollReceiver, { setErrs: wrong })).toEqual(['setErrs'])
  })
})

describe('a receiver', () => {
  it.each([0, -1, 1.5, 2_147_483_648, '1'])('is not told of a company with the id %j', (company_id) => {
    expect(refusedIn(CreateReceiver, { name: 'Orders', form: 'set_poll', company_id })).toEqual(['company_id'])
  })
})

describe('a list', () => {
  it.each(['1', '50', '100', 1, 100])('takes a limit of %j, as an address has it or as a program', (limit) => {
    expect(ListSessions.parse({ limit })).toEqual({ limit: Number(limit) })
  })

  it.each(['0', '101', '-1', '1.5', '', ' ', 'ten', 'NaN', 'Infinity', '1e9', '9'.repeat(400), ['1', '2'], ...otherSpellings])(
    'refuses a limit of %j',
    (limit) => {
      expect(refusedIn(ListSessions, { limit })).toEqual(['limit'])
    },
  )

  it.each(['192.0.2.1', '2001:db8::1', '::ffff:192.0.2.1', '::ffff:192.0.2.0/120', '::ffff:c000:200/120', '::/8'])(
    'finds the address %s',
    (ip) => {
      expect(ListSessions.safeParse({ ip }).success).toBe(true)
    },
  )

  it.each(['192.0.2', '192.0.2.256', '192.0.2.0/33', 'localhost', 'fe80::1%eth0', '::ffff:192.0.2.0/24', '::ffff:c000:200/95'])(
    'refuses %s, which is no address',
    (ip) => {
      expect(refusedIn(ListSessions, { ip })).toEqual(['ip'])
    },
  )

  it('folds the case of an e-mail’s beginning, and takes no spaces for one', () => {
    expect(ListSessions.parse({ email: ' ADA@' })).toEqual({ email: 'ada@' })
    for (const field of ['email', 'q', 'device']) expect(refusedIn(ListSessions, { [field]: '  ' })).toEqual([field])
  })

  it.each(['logged_out', 'Active', ''])('refuses the state %j', (state) => {
    expect(refusedIn(ListSessions, { state })).toEqual(['state'])
  })
})

describe.each([
  ['a login', Login, login],
  ['a refresh', Refresh, { refresh_token: 'r' }],
])('%s', (_, schema, least) => {
  it('says of which client its secret is', () => {
    expect(schema.safeParse({ ...least, client_secret: 's' }).error?.issues).toMatchObject([
      { path: ['client_id'], message: 'is required with client_secret' },
    ])
    for (const client of [{}, { client_id: 'shop' }, { client_id: 'shop', client_secret: 's' }]) {
      expect(schema.parse({ ...least, ...client })).toEqual({ ...least, ...client })
    }
  })
})

describe('a revocation of many sessions', () => {
  it('is of just one: of these, of those that match, or of everything of a scope', () => {
    const targets = { ids: [id], filter: {}, everything: { scope: 'platform' } }
    for (const [name, target] of Object.entries(targets)) {
      expect(CreateRevocation.parse({ [name]: target })).toEqual({ [name]: target })
      expect(refusedIn(CreateRevocation, { ...targets, [name]: undefined })).toEqual([undefined])
    }
    for (const schema of [PreviewRevocation, CreateRevocation])
      for (const wrong of [{}, targets]) expect(refusedIn(schema, wrong)).toEqual([undefined])
  })

  it.each([[[]], [['x']], [Array(1001).fill(id)], [id], [{}]])('does not name the sessions %j', (ids) => {
    expect(refusedIn(CreateRevocation, { ids })).toEqual(['ids'])
  })

  it.each([
    { scope: 'platform', id: '1' },
    { scope: 'user' },
    { scope: 'company', id: '' },
    { scope: 'everybody' },
    { scope: 'user', id, all: true },
  ])('is not of everything of %j', (everything) => {
    expect(refusedIn(CreateRevocation, { everything })).toEqual(['everything'])
  })

  it.each([{ limit: 10 }, { after: id }, { user_id: 'x' }, { ip: '192.0.2' }])('has no filter %j', (filter) => {
    expect(refusedIn(PreviewRevocation, { filter })).toEqual(['filter'])
  })

  it.each([-1, 61, 0.5, '5'])('does not start in %j seconds', (starts_in) => {
    expect(refusedIn(CreateRevocation, { filter: {}, starts_in })).toEqual(['starts_in'])
  })

  it.each([-1, 100_001, 1.5])('does not expect %j sessions', (expected_count) => {
    expect(refusedIn(CreateRevocation, { filter: {}, expected_count })).toEqual(['expected_count'])
  })
})

describe('a password', () => {
  it('is taken as it is: spaces and case belong to it', () => {
    expect(Password.parse(' Correct Horse ')).toBe(' Correct Horse ')
  })

  it('that is being set has at least 8 characters', () => {
    expect(NewPassword.safeParse('1234567').success).toBe(false)
    expect(NewPassword.safeParse('12345678').success).toBe(true)
  })
})

describe('a code', () => {
  it('is taken with the spaces that people type, and is six digits', () => {
    for (const schema of [Code, Otp]) {
      expect(schema.parse(' 204 731 ')).toBe('204731')
      for (const wrong of ['20473', '2047310', '20473a', '٢٠٤٧٣١', '-20473']) expect(schema.safeParse(wrong).success).toBe(false)
    }
  })

  it('of recovery is taken however it is typed', () => {
    expect(RecoveryCode.parse('ABCD-efgh ijkl-mnop')).toBe('abcdefghijklmnop')
    for (const wrong of ['abcdefghijklmno', 'abcdefghijklmno1', '287082']) expect(RecoveryCode.safeParse(wrong).success).toBe(false)
  })

  it('proves a second factor beside the password: one of the two, not both', () => {
    const [current_password, otp, recovery_code] = ['old', '287082', 'abcdefghijklmnop']
    for (const proof of [{ otp }, { recovery_code }]) {
      expect(ProveSecondFactor.parse({ current_password, ...proof })).toEqual({ current_password, ...proof })
    }
    for (const wrong of [{}, { otp, recovery_code }]) expect(refusedIn(ProveSecondFactor, { current_password, ...wrong })).toEqual(['otp'])
    expect(refusedIn(ProveSecondFactor, { otp })).toEqual(['current_password'])
  })
})

describe('an e-mail address', () => {
  it('is one word for one mailbox, however it is typed', () => {
    expect(Email.parse('\u00a0ADA@Example.COM\n')).toBe('ada@example.com')
    // The Kelvin sign is the one character beyond ASCII whose lower case is in it. Account and mail are those of the folded address.
    expect(Email.parse('ADA@\u212aelvin.example')).toBe('ada@kelvin.example')
  })

  // What looks alike and is another address would be another account: only ASCII is taken, so there is one spelling of each.
  it.each(['ädа@example.com', 'ada@exämple.com', 'ad\u0430@example.com', 'ada\u0301@example.com', 'ada@[192.0.2.1]'])(
    'is not %s',
    (wrong) => {
      expect(Email.safeParse(wrong).success).toBe(false)
    },
  )

  it('of a domain beyond ASCII is taken as the mail system writes it', () => {
    expect(Email.parse('ada@XN--EXMPLE-CUA.com')).toBe('ada@xn--exmple-cua.com')
  })
})

describe('a new user', () => {
  it('has an address without the spaces around it', () => {
    expect(CreateUser.parse({ ...login, email: ' ADA@example.com ' })).toEqual(login)
  })

  it.each([0, -1, 1.5, 2_147_483_648, '1'])('is not of a company with the id %j', (company_id) => {
    expect(refusedIn(CreateUser, { ...login, company_id })).toEqual(['company_id'])
  })

  it.each([['root'], ['owner', 'admin', 'support', 'auditor', 'owner'], 'owner'])('does not have the roles %j', (...roles) => {
    expect(CreateUser.safeParse({ ...login, roles: roles.length === 1 ? roles[0] : roles }).success).toBe(false)
  })
})

describe('a client', () => {
  it.each(['ab', 'x'.repeat(65), 'a b c', 'shop/', 'shöp', '../admin', 'shop\n', id, id.replaceAll('9', 'F')])(
    'does not have the id %j',
    (client_id) => {
      expect(refusedIn(CreateClient, { name: 'Shop', client_id })).toEqual(['client_id'])
    },
  )

  it.each(['', ' ', 'a  b', ' a', 'a ', 'a\tb', 'a"b', 'a\\b', 'ä'])('does not have the scope %j', (scope) => {
    expect(refusedIn(UpdateClient, { scope })).toEqual(['scope'])
  })

  it.each([[], ['password'], [...clientGrants, 'refresh_token'], 'refresh_token'])('does not have the grants %j', (...grants) => {
    expect(UpdateClient.safeParse({ grants: grants.length === 1 ? grants[0] : grants }).success).toBe(false)
  })

  it.each([
    ['access_token_lifetime', 2, 24 * 60 * 60],
    ['idle_timeout', 2, 10 * 365 * 24 * 60 * 60],
    ['absolute_lifetime', 2, 10 * 365 * 24 * 60 * 60],
    ['retry_window', 1, 60],
    ['sessions_per_user', 1, 1000],
  ])('has a %s from %d to %d, or none of its own', (field, min, max) => {
    for (const given of [min, max, null]) expect(UpdateClient.parse({ [field]: given })).toEqual({ [field]: given })
    for (const wrong of [min - 1, max + 1, min + 0.5, String(min)]) expect(refusedIn(UpdateClient, { [field]: wrong })).toEqual([field])
  })

  it('stays public or confidential, and keeps its id', () => {
    for (const change of [{ confidential: true }, { client_id: 'other' }]) expect(UpdateClient.safeParse(change).success).toBe(false)
  })
})

describe('a new API key', () => {
  const wanted = { name: 'Report', scopes: ['tokens'] }

  it.each([[[]], [['sessions:write']], [Array<string>(7).fill('tokens')], ['tokens']])('has not the scopes %j', (scopes) => {
    expect(refusedIn(CreateOwnApiKey, { ...wanted, scopes })).toEqual(['scopes'])
  })

  it.each([0, -1, 1.5, 315_360_001, '60'])('does not expire in %j seconds', (expires_in) => {
    expect(refusedIn(CreateOwnApiKey, { ...wanted, expires_in })).toEqual(['expires_in'])
  })

  it('has a name without the spaces around it, and with something between them', () => {
    expect(CreateOwnApiKey.parse({ ...wanted, name: ' Report ' })).toEqual(wanted)
    for (const schema of [CreateOwnApiKey, CreateCompany]) expect(refusedIn(schema, { ...wanted, name: '  ' })).toContain('name')
  })

  it('of one’s own is for nobody else', () => {
    expect(CreateOwnApiKey.safeParse({ ...wanted, user_id: id }).error?.issues[0]?.code).toBe('unrecognized_keys')
  })
})

describe('a company’s id', () => {
  it.each(['1', '2147483647', 1])('may be %j', (given) => {
    expect(CompanyId.parse(given)).toBe(Number(given))
  })

  it.each(['0', '-1', '1.5', '2147483648', '', ' ', 'x', 'NaN', 'Infinity', '1e21', id, null, ...otherSpellings])('is not %j', (given) => {
    expect(CompanyId.safeParse(given).success).toBe(false)
  })
})

it('a client’s scope has each word once', () => {
  expect(UpdateClient.safeParse({ scope: 'account orders:read' }).success).toBe(true)
  expect(UpdateClient.safeParse({ scope: 'account orders:read account' }).success).toBe(false)
})
