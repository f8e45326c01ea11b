// Long, because the mail server and its refusals are set up here: one story for each way that a mail can go.
import { createSecretKey, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailStore } from '@tessera/persistence'
import { testStore, type TestStore } from '@tessera/persistence/testing'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { fileTransport } from './file-transport.js'
import { Leaving } from '../processes/leaving.js'
import { MailSeal } from './mail-seal.js'
import { Outbox } from './outbox.js'
import { smtpTransport } from './smtp-transport.js'

const seal = new MailSeal(createSecretKey(Buffer.alloc(32, 1)))
const from = 'Tessera <no-reply@example.com>'
const consoleUrl = 'https://console.example.com'
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

let store: TestStore
beforeAll(async () => (store = await testStore()))
afterAll(() => store.close())

const received: ParsedMail[] = []
/** What the mail server does with the next recipients or messages; accepts when it has no more orders. */
const orders: { at: 'recipient' | 'data'; code: number | 'drop' }[] = []
let server: SMTPServer
let port: number
const running: Outbox[] = []

beforeEach(async () => {
  await store.pool.query('DELETE FROM mails')
  received.length = orders.length = 0
  vi.clearAllMocks()
  await listen(0)
})
afterEach(async () => {
  for (const outbox of running.splice(0)) await outbox.onApplicationShutdown()
  await stopListening()
})

async function listen(on: number): Promise<void> {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, callback) => callback(refusal('recipient')),
    onData: (stream, session, callback) => {
      const order = orders[0]
      if (order?.at === 'data' && order.code === 'drop') {
        orders.shift()
        ;(session as unknown as { connection?: unknown }).connection = undefined
        stream.destroy()
        for (const connection of (server as unknown as { connections: Set<{ _socket: { destroy(): void } }> }).connections)
          connection._socket.destroy()
        return
      }
      void simpleParser(stream).then((mail) => {
        const refused = refusal('data')
        if (!refused) received.push(mail)
        callback(refused)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((done) => server.listen(on, '127.0.0.1', done))
  port = (server.server.address() as { port: number }).port
}

function stopListening(): Promise<void> {
  return new Promise((done) => server.close(() => done()))
}

function refusal(at: 'recipient' | 'data'): Error | null {
  const [order] = orders
  if (order?.at !== at || order.code === 'drop') return null
  orders.shift()
  return Object.assign(new Error('refused: ada@example.com'), { responseCode: order.code })
}

function outboxTo(transport = smtpTransport(`smtp://127.0.0.1:${port}`, from, false), leaving?: Leaving): Outbox {
  const offset = () => store.passed() * 1000
  const outbox = new Outbox({ mails: mailStore(store.database, offset), transport, seal, consoleUrl, sends: false, log }, leaving)
  running.push(outbox)
  return outbox
}

async function queue(to = 'ada@example.com', code = '204731', userId: string | null = null): Promise<number> {
  const { kind, sealed } = seal.seal('verification', { to, code, ip: '192.0.2.7', userAgent: '<b>Mozilla</b>' })
  const { rows } = await store.pool.query<{ id: number }>(
    `INSERT INTO mails (kind, user_id, sealed, created_at, due_at) VALUES ($1, $2, $3, now(), now()) RETURNING id`,
    [kind, userId, sealed],
  )
  return rows[0]?.id ?? 0
}

async function rowOf(id: number): Promise<Record<string, unknown>> {
  const { rows } = await store.pool.query<Record<string, unknown>>('SELECT * FROM mails WHERE id = $1', [id])
  return rows[0] ?? {}
}

const untilSent = (id: number) => vi.waitFor(async () => expect((await rowOf(id))['sent_at']).not.toBeNull(), { timeout: 10_000 })
const untilTried = (id: number, attempts = 1) =>
  vi.waitFor(async () => expect(await rowOf(id)).toMatchObject({ attempts, held_until: null }), { timeout: 10_000 })

describe('a mail that waits', () => {
  it('is sent, plain and with markup, and what was sealed is erased', async () => {
    const id = await queue()
    outboxTo().look()
    await untilSent(id)
    const [mail] = received
    expect(mail?.subject).toBe('Your verification code')
    expect(mail?.text).toContain('204731')
    expect(mail?.text).toContain('https://console.example.com/verify#email=ada%40example.com&code=204731')
    expect(mail?.html).toContain('204731')
    expect(mail?.html).not.toContain('<b>Mozilla')
    expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail?.messageId).toBe(`<tessera-${id}-verification@example.com>`)
    expect((await rowOf(id))['sealed']).toBeNull()
    expect(JSON.stringify(await rowOf(id))).not.toContain('ada@')
  })

  it('is sent once by four processes that look at once', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => queue(`person${i}@example.com`)))
    for (const outbox of [outboxTo(), outboxTo(), outboxTo(), outboxTo()]) outbox.look()
    for (const id of ids) await untilSent(id)
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(20)
    expect(received).toHaveLength(20)
  })

  it('never overtakes an earlier one to the same user, whoever sends', async () => {
    const userId = await store.createUser()
    const codes = ['111111', '222222', '333333', '444444', '555555']
    let last = 0
    for (const code of codes) last = await queue('ada@example.com', code, userId)
    orders.push({ at: 'recipient', code: 451 })
    const outboxes = [outboxTo(), outboxTo()]
    for (const outbox of outboxes) outbox.look()
    await vi.waitFor(() => expect(orders).toHaveLength(0))
    expect(received).toHaveLength(0)
    store.pass(30)
    await vi.waitFor(
      async () => {
        for (const outbox of outboxes) outbox.look()
        expect((await rowOf(last))['sent_at']).not.toBeNull()
      },
      { timeout: 10_000 },
    )
    expect(received.map(({ text }) => /\d{6}/.exec(text ?? '')?.[0])).toEqual(codes)
  })

  it('is tried again when the server says later, and given up for good when it says never', async () => {
    orders.push({ at: 'recipient', code: 451 })
    const later = await queue()
    const outbox = outboxTo()
    outbox.look()
    await untilTried(later)
    expect(await rowOf(later)).toMatchObject({ last_fault: '451', failed_at: null, sent_at: null })
    store.pass(30)
    outbox.look()
    await untilSent(later)

    orders.push({ at: 'recipient', code: 550 })
    const never = await queue()
    await vi.waitFor(async () => {
      outbox.look()
      expect((await rowOf(never))['failed_at']).not.toBeNull()
    })
    expect(await rowOf(never)).toMatchObject({ last_fault: '550', sealed: null, attempts: 1 })
    expect(JSON.stringify(log.error.mock.calls)).not.toContain('ada@')
  })

  it('is tried again when the connection breaks in the middle of it, and when nobody listens', async () => {
    orders.push({ at: 'data', code: 'drop' })
    const id = await queue()
    const outbox = outboxTo()
    outbox.look()
    await untilTried(id)
    const was = port
    await stopListening()
    store.pass(30)
    outbox.look()
    await untilTried(id, 2)
    await listen(was)
    store.pass(300)
    outbox.look()
    await untilSent(id)
    expect(received).toHaveLength(1)
  })

  it('is given up after ten attempts in about a day', async () => {
    const id = await queue()
    const outbox = outboxTo()
    for (let attempt = 1; attempt <= 10; attempt++) {
      orders.push({ at: 'recipient', code: 451 })
      outbox.look()
      await untilTried(id, attempt)
      store.pass(40_000)
    }
    orders.push({ at: 'recipient', code: 451 })
    outbox.look()
    await vi.waitFor(async () => expect((await rowOf(id))['failed_at']).not.toBeNull())
    expect(await rowOf(id)).toMatchObject({ attempts: 11, sealed: null })
  })

  it('is another process’s when the one that had it in hand is gone, with the same id', async () => {
    const id = await queue()
    const mails = mailStore(store.database, () => store.passed() * 1000)
    expect(await mails.claim()).toMatchObject({ id, attempts: 1 })
    expect(await mails.claim()).toBeNull()
    store.pass(121)
    outboxTo().look()
    await untilSent(id)
    expect(received[0]?.messageId).toBe(`<tessera-${id}-verification@example.com>`)
    await mails.settle({ id, attempts: 1 }, { outcome: 'given_up', fault: 'late' })
    expect((await rowOf(id))['failed_at']).toBeNull()
  })

  it('holds up nobody who stops, where the mail server hangs', async () => {
    const id = await queue()
    let asked = 0
    const hanging = { send: () => (asked++, new Promise<never>(() => undefined)), close: vi.fn() }
    const outbox = outboxTo(hanging, new Leaving(20))
    outbox.look()
    await vi.waitFor(() => expect(asked).toBe(1))
    await outbox.onApplicationShutdown()
    expect(hanging.close).toHaveBeenCalled()
    expect(await rowOf(id)).toMatchObject({ sent_at: null, failed_at: null })
  })

  it('is given up when its account was deleted, or nobody can open it', async () => {
    const userId = await store.createUser()
    const gone = await queue('ada@example.com', '204731', userId)
    await store.pool.query('UPDATE users SET deleted_at = now() WHERE id = $1', [userId])
    const sealed = await queue()
    await store.pool.query(`UPDATE mails SET kind = 'password_reset' WHERE id = $1`, [sealed])
    outboxTo().look()
    await vi.waitFor(async () => expect((await rowOf(sealed))['failed_at']).not.toBeNull())
    await vi.waitFor(async () => expect(await rowOf(gone)).toMatchObject({ last_fault: 'addressee_gone', sealed: null }))
    expect(received).toHaveLength(0)
  })
})

describe('a mail server that does not turn to TLS, where it is owed', () => {
  const isSent = async (said: string) => {
    const transport = smtpTransport(`smtp://127.0.0.1:${port}/${said}`, from, true)
    const mail = { id: 1, kind: 'verification', to: 'ada@example.com', subject: 'A code', text: '204731', html: '<p>204731</p>' }
    const left = await transport.send(mail).then(
      () => true,
      () => false,
    )
    transport.close()
    return left
  }

  it.each(['', '?requireTLS', '?requireTLS=true', '?requireTLS=0', '?ignoreTLS=false', '?ignoreTLS', '?requireTLS=&ignoreTLS=1'])(
    'is told nothing by an address with “%s”',
    async (said) => {
      expect(await isSent(said)).toBe(false)
      expect(received).toHaveLength(0)
    },
  )

  it.each(['?requireTLS=false', '?ignoreTLS=true'])('is told by one with “%s”', async (said) => {
    expect(await isSent(said)).toBe(true)
  })
})

describe('where there is no mail server', () => {
  it('is a file that a mail program opens, for its owner alone', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'tessera-outbox-')), 'outbox')
    const id = await queue(`${randomUUID()}@example.com`)
    outboxTo(fileTransport(folder, from, () => undefined)).look()
    await untilSent(id)
    const [file = ''] = readdirSync(folder)
    expect(file).toBe(`${String(id).padStart(8, '0')}-verification.eml`)
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
    expect((await simpleParser(readFileSync(join(folder, file)))).text).toContain('204731')
    rmSync(folder, { recursive: true })
  })
})

describe('a mail about a session', () => {
  it('says what the session does, to whom it belongs', async () => {
    const userId = await store.createUser({ email: `${randomUUID()}@example.com` })
    const session = await store.start({ userId, deviceName: 'Ada’s phone' })
    const { rows } = await store.pool.query<{ id: number }>(
      `INSERT INTO mails (kind, user_id, session_id, created_at, due_at) VALUES ('new_device', $1, $2, now(), now()) RETURNING id`,
      [userId, session.id],
    )
    outboxTo().look()
    await untilSent(rows[0]?.id ?? 0)
    expect(received[0]?.text).toContain('Ada’s phone')
    expect(received[0]?.text).toContain('192.0.2.7')
    expect(received[0]?.text).toContain('https://console.example.com/account/sessions')
  })
})
