export * from './access-token-verifier.js'
export type { AccessTokenClaims } from './claims.js'
