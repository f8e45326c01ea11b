/** What a client may ask for tokens with (RFC 6749 §4.4, §6). */
export const clientGrants = ['refresh_token', 'client_credentials'] as const
export type ClientGrant = (typeof clientGrants)[number]
