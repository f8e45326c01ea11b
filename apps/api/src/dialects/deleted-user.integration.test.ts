import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Person, startApi, type TestApi } from '../testing/api.js'

let api: TestApi

beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

const gone = { statusCode: 404, error: 'Not Found', message: 'The user of this refresh token does not exist any more.' }

/** What a deletion does to its user, and to the user's sessions: all, or a part that a crash could leave, or somebody's own hand. */
const deletions: readonly (readonly [what: string, statements: readonly string[]])[] = [
  ['whose sessions are untouched', []],
  ['whose sessions a watermark ended', [`INSERT INTO watermarks (subject, at, reason) VALUES ('user:' || $1, now(), 'user_deleted')`]],
  ['whose sessions were revoked', [`UPDATE sessions SET revoked_at = now(), revoked_reason = 'user_deleted' WHERE user_id = $1::uuid`]],
]

describe.each(deletions)('the good token of a deleted user, %s,', (_what, statements) => {
  const deleted = async (): Promise<Person> => {
    const ada = await api.person()
    await api.database.pool.query('UPDATE users SET deleted_at = now() WHERE id = $1::uuid', [ada.userId])
    for (const statement of statements) await api.database.pool.query(statement, [ada.userId])
    return ada
  }

  it('is the document’s 404 at Talkstack, again and again', async () => {
    const { refreshToken } = await deleted()
    for (let i = 0; i < 2; i++) expect(await refresh('/auth/refresh-token', { refreshToken })).toEqual({ status: 404, body: gone })
  })

  it('is a 401 in every other format: only one document tells of users', async () => {
    const { refreshToken } = await deleted()
    for (const path of ['/auth/refresh-tokens', '/v1/auth/refresh', '/auth/token/refresh']) {
      const { status } = await refresh(`${path}?refresh_token=${refreshToken}`, { refreshToken, refresh_token: refreshToken })
      expect([path, status]).toEqual([path, 401])
    }
  })
})

it('no other token tells at Talkstack who was deleted', async () => {
  const { refreshToken, userId } = await api.person()
  await api.database.pool.query('UPDATE users SET deleted_at = now() WHERE id = $1::uuid', [userId])
  const forged = refreshToken.slice(0, -1) + (refreshToken.endsWith('A') ? 'B' : 'A')
  for (const token of [forged, 'garbage']) expect((await refresh('/auth/refresh-token', { refreshToken: token })).status).toBe(401)
})

async function refresh(path: string, body: object) {
  const headers = { 'content-type': 'application/json', 'x-api-key': 'tessera_ak_nothing' }
  const response = await fetch(api.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: (await response.json()) as unknown }
}
