import fc from 'fast-check'

/**
 * Everything that a refresh is judged by, generated: the session, its user and client, the secrets and keys there are, and what the attempt
 * shows of them. The clock is the database's and runs on, so every age is half a second away from every limit.
 */
const ages = (...seconds: number[]) => fc.constantFrom(...seconds.map((age) => age * 1000 + 500))
/** Milliseconds from now; null for never. */
const expiry = fc.constantFrom(null, 3_600_500, 500_500, -500)
const flawsOfKey = [
  'another_hash',
  'another_prefix',
  'without_tokens',
  'expired',
  'revoked',
  'maker_disabled',
  'maker_gone',
  'maker_moved',
] as const

const line = {
  startedAgo: ages(0, 50, 150, 199, 200, 250),
  issuedAgo: ages(0, 5, 9, 10, 50, 99, 100),
  generation: fc.nat(3),
  branch: fc.nat(2),
  previousBranch: fc.option(fc.nat(2)),
  issuedBranch: fc.nat(2),
  idleTimeout: fc.constantFrom(50, 100, 400),
  absoluteLifetime: fc.constantFrom(100, 200, 400),
  reusePolicy: fc.constantFrom('until_used' as const, 'strict' as const),
  clientIdle: fc.option(fc.constantFrom(60, 300)),
  clientAbsolute: fc.option(fc.constantFrom(150, 300)),
  clientWindow: fc.option(fc.constantFrom(1, 30)),
  presented: fc.record({ generation: fc.nat(5), branch: fc.nat(2) }),
}

/** Some are set at the very instant at which the session starts. */
const watermark = fc.record({
  ...{ scope: fc.constantFrom('user' as const, 'client' as const, 'company' as const, 'other' as const), ago: ages(1, 50, 60, 160) },
  spares: fc.boolean(),
})

/** What may stand in the way before the rotation table is reached. `null` and its like stand in nobody's. */
const obstacles = {
  user: fc.constantFrom('active', 'disabled', 'gone'),
  revokedAgo: fc.option(ages(1, 60), { freq: 5 }),
  watermarks: fc.array(watermark, { maxLength: 2 }),
  clientId: fc.constantFrom(null, 'own', 'other'),
  client: fc.record({
    confidential: fc.boolean(),
    secrets: fc.array(fc.record({ which: fc.constantFrom(0, 1), of: fc.constantFrom('own', 'own', 'other'), expiresIn: expiry }), {
      maxLength: 3,
    }),
    /** Which secret the attempt shows; 2 is nobody's. */
    shown: fc.constantFrom(null, 0, 1, 2),
  }),
  grants: fc.constantFrom<string[][]>(['refresh_token'], ['refresh_token', 'client_credentials'], ['client_credentials'], []),
  dialect: fc.record({
    every: fc.constantFrom(false, false, true),
    enabled: fc.constantFrom<string[][]>([], ['freddy'], ['freddy', 'xerial']),
    used: fc.constantFrom(null, 'freddy', 'xerial', 'xerial'),
  }),
  apiKey: fc.constantFrom(null, 'owed', 'shown', 'shown', 'shown'),
  /** Of the key that is shown. */
  key: fc.record({
    company: fc.constantFrom('own', 'own', 'other'),
    flaw: fc.option(fc.constantFrom(...flawsOfKey), { freq: 3 }),
    expires: fc.boolean(),
  }),
  scope: fc.constantFrom(null, [], ['account'], ['orders', 'account'], ['account', 'admin'], ['acc']),
  bound: fc.record({
    thumbprint: fc.constantFrom(null, 'key-1'),
    proof: fc.constantFrom(null, 'key-1', 'key-1', 'key-2'),
    /** From the hand-out of the successor, in seconds: a retry window is 1, 10 or 30 long. */
    madeAfterIssue: fc.constantFrom(-5, 0, 5, 10, 20, 40),
  }),
}

const obstacleNames = Object.keys(obstacles) as (keyof typeof obstacles)[]

const anyCase = fc.record({ ...line, ...obstacles })
export type RefreshCase = typeof anyCase extends fc.Arbitrary<infer T> ? T : never

const noObstacle = {
  user: 'active',
  revokedAgo: null,
  watermarks: [],
  clientId: 'own',
  client: { confidential: false, secrets: [], shown: null },
  grants: ['refresh_token'],
  dialect: { every: true, enabled: [], used: null },
  apiKey: null,
  key: { company: 'own', flaw: null, expires: false },
  scope: null,
  bound: { thumbprint: null, proof: null, madeAfterIssue: 0 },
} satisfies Pick<RefreshCase, keyof typeof obstacles>

const alive = (given: RefreshCase): RefreshCase => ({
  ...{ ...given, ...noObstacle, startedAgo: 50_500, issuedAgo: Math.min(given.issuedAgo, 40_500) },
})

/** A proof by the right key with a token of long ago: it may be a recording. */
const late = (given: RefreshCase): RefreshCase => ({
  ...alive(given),
  issuedAgo: 40_500,
  bound: { ...given.bound, thumbprint: 'key-1', proof: 'key-1' },
  presented: { ...given.presented, generation: Math.min(given.presented.generation, given.generation) },
})

/** A client's secret beside a key: it may come with another one. */
const boundBesideSecret = (given: RefreshCase): RefreshCase => ({
  ...alive(given),
  client: { ...given.client, secrets: [{ which: 0, of: 'own', expiresIn: null }], shown: given.client.shown === 2 ? 2 : 0 },
  bound: { ...given.bound, thumbprint: 'key-1' },
})

/** Most cases are over for one reason or another; so others are freed of all obstacles, or of all but one, and the table is reached. */
export const refreshCase: fc.Arbitrary<RefreshCase> = fc.oneof(
  { weight: 3, arbitrary: anyCase },
  { weight: 3, arbitrary: anyCase.map(alive) },
  { weight: 4, arbitrary: anyCase.map((given) => ({ ...alive(given), apiKey: given.apiKey, key: given.key })) },
  { weight: 3, arbitrary: anyCase.map((given) => ({ ...alive(given), client: given.client })) },
  { weight: 3, arbitrary: anyCase.map((given) => ({ ...alive(given), client: given.client, apiKey: given.apiKey, key: given.key })) },
  { weight: 3, arbitrary: anyCase.map(boundBesideSecret) },
  {
    weight: 10,
    arbitrary: fc.tuple(anyCase, fc.constantFrom(...obstacleNames)).map(([given, kept]) => ({ ...alive(given), [kept]: given[kept] })),
  },
  { weight: 1, arbitrary: anyCase.map(late) },
  { weight: 1, arbitrary: anyCase.map((given) => ({ ...alive(given), issuedAgo: 100_500 })) },
  { weight: 1, arbitrary: anyCase.map((given) => ({ ...alive(given), startedAgo: 250_500 })) },
)
