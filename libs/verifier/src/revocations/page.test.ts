import { describe, expect, it } from 'vitest'
import { readPage, UnreadablePage } from './page.js'

const at = '2026-11-20T12:00:00.000Z'
const item = { id: '1', at, scope: 'user', subject: 'u', user_id: 'u', except_session_id: null, reason: 'revoked_by_admin', forget_at: at }
const page = { epoch: 'e', company_id: null, items: [item], next: 'n', more: false, as_of: at }
const noon = Date.parse(at)

describe('a page of the feed', () => {
  it('is read', () => {
    const read = { scope: 'user', subject: 'u', at: noon, exceptSessionId: null, forgetAt: noon }
    expect(readPage(page)).toEqual({ epoch: 'e', companyId: null, items: [read], next: 'n', more: false, asOf: noon })
    expect(readPage({ ...page, items: [{ ...item, scope: 'platform', subject: null }] }).items[0]).toMatchObject({ scope: 'platform' })
  })

  it('may say more than is known here', () => {
    const newer = { ...page, shard: 3, items: [{ ...item, reason: 'a new one', colour: 'blue' }] }
    expect(readPage(newer)).toEqual(readPage(page))
  })

  it.each([
    ['a scope that is not known', { items: [{ ...item, scope: 'device' }] }],
    ['nobody whose sessions end', { items: [{ ...item, subject: null }] }],
    ['no time of the revocation', { items: [{ ...item, at: 'soon' }] }],
    ['no word about the session that is spared', { items: [{ ...item, except_session_id: undefined }] }],
    ['no time to forget it', { items: [{ ...item, forget_at: undefined }] }],
    ['an entry that is none', { items: [null] }],
    ['no entries', { items: undefined }],
    ['no epoch', { epoch: '' }],
    ['no place to go on', { next: undefined }],
    ['no word whether there is more', { more: undefined }],
    ['no time', { as_of: 'x' }],
    ['no word about whom it is about', { company_id: undefined }],
  ])('is not trusted with %s', (_what, changes) => {
    expect(() => readPage({ ...page, ...changes })).toThrow(UnreadablePage)
  })

  it.each([null, 'page', 7, []])('is not %j', (given) => {
    expect(() => readPage(given)).toThrow(UnreadablePage)
  })
})
