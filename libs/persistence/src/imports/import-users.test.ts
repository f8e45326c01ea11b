import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accountStore } from '../accounts/index.js'
import { rowsRead } from '../testing/rows-read.js'
import { testStore, type TestStore } from '../testing/store.js'
import { userStore } from '../users/index.js'
import { importUsers } from './import-users.js'
import { importedAs } from './imported-as.js'
import { importStore, type ImportedUser } from './index.js'

let at: TestStore
beforeAll(async () => (at = await testStore()))
afterAll(() => at.close())

const origin = { ip: null, userAgent: null }
const token = () => ({ hash: randomBytes(32).toString('hex'), clientId: 'tessera', expiresAt: Date.now() + 1e9 })
const somebody = (rest: Partial<ImportedUser> = {}): ImportedUser => ({
  ...{
    email: `${randomUUID()}@example.com`,
    name: 'Ada',
    emailVerified: true,
    passwordHash: '$2b$',
    createdAt: 1e12,
    roles: [],
    companyId: 1,
  },
  tokens: [token()],
  ...rest,
})
const importThem = (...users: ImportedUser[]) => importStore(at.database).users(users)
const outcomes = async (...users: ImportedUser[]) => (await importThem(...users)).map(({ outcome }) => outcome)

const idOf = async (email: string) => (await at.pool.query<{ id: string }>('SELECT id FROM users WHERE email = $1', [email])).rows[0]?.id

/** As an import of a release before left it. */
const forgetImportOf = (userId: string) => at.pool.query('UPDATE users SET imported_as = NULL WHERE id = $1', [userId])

async function changeEmail(userId: string, email: string): Promise<void> {
  const accounts = accountStore(at.database)
  const [codeHash, sealed, mailbox] = [randomBytes(32), randomBytes(32), randomBytes(32)]
  const mails = { code: { kind: 'email_change', sealed, mailbox }, taken: { kind: 'email_taken', sealed } }
  await at.pool.query('DELETE FROM one_time_codes WHERE user_id = $1', [userId])
  await accounts.askToChangeEmail({ userId, email, codeHash, mails, origin })
  expect(await accounts.confirmEmail({ userId, codeHash, mailOf: () => ({ kind: 'email_changed', sealed, mailbox }), origin })).toBe(
    'changed',
  )
}

describe('an import', () => {
  it('run again creates nothing twice, and adds only tokens that are new', async () => {
    const ada = somebody()
    expect(await importThem(ada)).toEqual([{ outcome: 'imported', tokens: 1, tokensTaken: 0 }])
    expect(await importThem(ada)).toEqual([{ outcome: 'already_imported', tokens: 0, tokensTaken: 0 }])
    expect(await importThem({ ...ada, passwordHash: 'other', tokens: [...ada.tokens, token()] })).toEqual([
      { outcome: 'already_imported', tokens: 1, tokensTaken: 0 },
    ])
    const { rows } = await at.pool.query('SELECT password_hash, name FROM users WHERE email = $1', [ada.email])
    expect(rows).toEqual([{ password_hash: '$2b$', name: 'Ada' }])
  })

  it('makes nobody anew whose address has changed since, or who was deleted, and gives the dead no tokens', async () => {
    const [moved, gone] = [somebody({ roles: ['owner'] }), somebody({ roles: ['owner'] })]
    await importThem(moved, gone)
    const [movedId, goneId] = [await idOf(moved.email), await idOf(gone.email)]
    await at.pool.query('UPDATE users SET email = $2 WHERE id = $1', [movedId, `${randomUUID()}@example.com`])
    const by = { by: randomUUID(), origin, reach: {}, only: null }
    expect(await userStore(at.database).remove({ id: goneId ?? '', ...by })).toBeNull()
    const later = [token(), token()]
    expect(await importThem({ ...moved, tokens: [later[0]!] }, { ...gone, tokens: [later[1]!] })).toEqual([
      { outcome: 'already_imported', tokens: 1, tokensTaken: 0 },
      { outcome: 'already_imported', tokens: 0, tokensTaken: 0 },
    ])
    expect([await idOf(moved.email), await idOf(gone.email)]).toEqual([undefined, undefined])
    await at.createUser({ email: moved.email })
    expect(await outcomes(moved)).toEqual(['email_taken'])
  })

  it('knows whom a release imported that did not write down their address, until it changes or they are deleted', async () => {
    const [moved, gone] = [somebody(), somebody({ roles: ['owner'] })]
    await importThem(moved, gone)
    const [movedId = '', goneId = ''] = [await idOf(moved.email), await idOf(gone.email)]
    for (const id of [movedId, goneId]) await forgetImportOf(id)
    for (const email of [`${randomUUID()}@example.com`, `${randomUUID()}@example.com`]) await changeEmail(movedId, email)
    await userStore(at.database).remove({ id: goneId, by: randomUUID(), origin, reach: {}, only: null })
    expect(await outcomes(moved, gone)).toEqual(['already_imported', 'already_imported'])
  })

  it('does not take a later address for the one that somebody came with', async () => {
    const [ada, later] = [somebody(), somebody()]
    await importThem(ada)
    const id = (await idOf(ada.email)) ?? ''
    await changeEmail(id, later.email)
    await forgetImportOf(id)
    await userStore(at.database).remove({ id, by: randomUUID(), origin, reach: {}, only: null })
    expect(await outcomes(later)).toEqual(['imported'])
  })

  it('looks through the events of nobody who has many: neither at an import, nor when an address goes', async () => {
    const [imported, own] = [somebody(), somebody()]
    await importThem(imported)
    await at.createUser({ email: own.email })
    const ids = [(await idOf(imported.email)) ?? '', (await idOf(own.email)) ?? '']
    const others = Array.from({ length: 40 }, () => somebody())
    await importThem(...others)
    // As where people sign in and change their addresses all day, so that to the planner neither is rare.
    await at.pool.query(
      `INSERT INTO events (at, kind, user_id, by) SELECT now(), k.kind, u.id, u.id FROM users u, unnest('{email_changed,user_imported}'::text[]) k (kind), generate_series(1, 100)
       WHERE u.email = ANY ($1)`,
      [others.map(({ email }) => email)],
    )
    await at.pool.query(
      `INSERT INTO events (at, kind, user_id) SELECT now(), 'session_started', id FROM unnest($1::uuid[]) id, generate_series(1, 20000)`,
      [ids],
    )
    await at.pool.query('ANALYZE events')
    const again = await rowsRead(at.pool, 'events', (pool) => importUsers({ pool: pool as never, clockOffset: () => 0 }, [imported, own]))
    expect(again.answer.map(({ outcome }) => outcome)).toEqual(['already_imported', 'email_taken'])
    expect(again.read).toBeLessThan(10)
    await forgetImportOf(ids[0] ?? '')
    for (const [id, as] of [
      [ids[0], createHash('sha256').update(imported.email).digest()],
      [ids[1], null],
    ]) {
      const { answer, read } = await rowsRead(at.pool, 'events', (pool) =>
        pool.query(`SELECT ${importedAs} AS as FROM users u WHERE u.id = $1`, [id]),
      )
      expect(answer.rows).toEqual([{ as }])
      expect(read).toBeLessThan(10)
    }
  })

  it('dates later tokens from the first import, so that what ended the sessions since ended these', async () => {
    const ada = somebody({ tokens: [] })
    await importThem(ada)
    await importThem({ ...ada, tokens: [token()] })
    const { rows } = await at.pool.query(
      `SELECT t.imported_at = e.at AS same FROM users u JOIN imported_tokens t ON t.user_id = u.id JOIN events e ON e.user_id = u.id WHERE u.email = $1`,
      [ada.email],
    )
    expect(rows).toEqual([{ same: true }])
  })

  it('refuses an address that somebody has who did not come by an import, and a company that is not there', async () => {
    const email = `${randomUUID()}@example.com`
    await at.createUser({ email })
    expect(await outcomes(somebody({ email }), somebody({ companyId: 999 }), somebody())).toEqual([
      'email_taken',
      'company_unknown',
      'imported',
    ])
  })

  it('decides two of one address in their order, and a token of two users for the first', async () => {
    const ada = somebody()
    expect(await outcomes(ada, { ...ada, name: 'Other' })).toEqual(['imported', 'already_imported'])
    expect(await importThem(somebody({ tokens: ada.tokens }))).toEqual([{ outcome: 'imported', tokens: 0, tokensTaken: 1 }])
  })

  it('raced by others makes each account once', async () => {
    const people = Array.from({ length: 50 }, () => somebody())
    const runs = await Promise.all(Array.from({ length: 4 }, () => outcomes(...people)))
    for (const index of people.keys()) {
      expect(runs.filter((run) => run[index] === 'imported')).toHaveLength(1)
      expect(runs.filter((run) => run[index] === 'already_imported')).toHaveLength(3)
    }
  })
})
