// How each endpoint is asked to refresh, and where its answer has the successor.
import { URLSearchParams } from 'node:url'

const json = (path, field) => (token) => ({ path, type: 'application/json', body: JSON.stringify({ [field]: token }) })

const form = (path, fields) => (token) => {
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, ...fields }).toString()
  return { path, type: 'application/x-www-form-urlencoded', body }
}

const named = ({ refresh_token }) => refresh_token

/** What `npm run bench` calls the endpoints that it measures beside ours. */
export const beside = ['talkstack', 'xerial', 'freddy', 'genlogs', 'oauth', 'oauth-basic']

/**
 * By name: `write` makes a request of a refresh token, `read` finds the successor in the JSON of an answer.
 *
 * @param {{ apiKey: string, client: { id: string, secret: string } }} [proofs] where an endpoint asks who is calling
 */
export const wiresWith = ({ apiKey, client } = {}) => ({
  bare: { write: json('/refresh', 'refresh_token'), read: named },
  v1: { write: json('/v1/sessions/refresh', 'refresh_token'), read: named },
  talkstack: { write: json('/auth/refresh-token', 'refreshToken'), read: ({ refreshToken }) => refreshToken },
  xerial: { write: json('/v1/auth/refresh-tokens', 'refreshToken'), read: ({ refresh }) => refresh.token },
  freddy: { write: json('/v1/auth/refresh', 'refresh_token'), read: named },
  genlogs: {
    write: (token) => ({ path: `/auth/token/refresh?${new URLSearchParams({ refresh_token: token })}`, headers: { 'x-api-key': apiKey } }),
    read: ({ refresh_token_data }) => refresh_token_data.token,
  },
  oauth: { write: form('/oauth/token', { client_id: 'tessera' }), read: named },
  'oauth-basic': {
    write: (token) => ({ ...form('/oauth/token', {})(token), headers: { authorization: basic(client) } }),
    read: named,
  },
})

/** RFC 6749 §2.3.1: each half form-encoded, though ours have no character that this changes. */
function basic({ id, secret }) {
  return `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`
}
