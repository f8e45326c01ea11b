import type { Dialect, HandedOut } from '../dialect.js'

/** For examples: a session's tokens, handed out at a fixed noon. */
export function exampleTokens({ accessTokenLifetime: expiresIn = 900 }: Pick<Dialect, 'accessTokenLifetime'>): HandedOut {
  const noon = Date.UTC(2026, 10, 20, 12)
  return {
    accessToken: 'eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9…',
    tokenType: 'Bearer',
    accessTokenExpiresAt: noon + expiresIn * 1000,
    accessTokenExpiresIn: expiresIn,
    refreshToken: 'tessera_rt_AQAAAZqvF…',
    refreshTokenExpiresAt: noon + 1_209_600_000,
    refreshTokenExpiresIn: 1_209_600,
    scope: 'account',
    sessionId: '019aa0f4-2c00-7a61-8d3e-5b2f9c7e1a04',
    deviceId: 'device-123',
    user: { id: '019aa0f0-9b40-7c12-a5d7-3e8f6b1c2d90', email: 'ada@example.com' },
    companyId: 7,
  }
}
