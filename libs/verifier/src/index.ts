export * from './access-token-verifier.js'
export type { AccessTokenClaims, ClientTokenClaims, SessionTokenClaims } from './claims.js'
export * from './dpop-proof.js'
