import type { HandedOut, WireRequest } from '../dialect.js'

/** The tests' fixed noon. */
export const noon = Date.UTC(2026, 10, 20, 12)

/** A session's tokens, handed out at noon: 15 minutes and 14 days. */
export function tokens(differences: Partial<HandedOut> = {}): HandedOut {
  return {
    accessToken: 'the-access-token',
    tokenType: 'Bearer',
    accessTokenExpiresAt: noon + 900_000,
    accessTokenExpiresIn: 900,
    refreshToken: 'the-refresh-token',
    refreshTokenExpiresAt: noon + 1_209_600_000,
    refreshTokenExpiresIn: 1_209_600,
    scope: 'read',
    sessionId: '0199aaaa-0000-7000-8000-000000000001',
    deviceId: null,
    user: { id: '0199aaaa-0000-7000-8000-000000000002', email: 'ada@example.com' },
    companyId: 7,
    ...differences,
  }
}

/** A request that has nothing but what is given. */
export function asks(parts: Partial<WireRequest>): WireRequest {
  return { body: undefined, query: {}, headers: {}, ...parts }
}
