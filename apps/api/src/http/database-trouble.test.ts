import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '@tessera/persistence'
import { afterEach, expect, it } from 'vitest'
import { isDatabaseTrouble } from './database-trouble.js'

let server: Server | undefined
afterEach(async () => {
  if (server) await new Promise((done) => server?.close(done))
  server = undefined
})

/** What a question comes to where the database is reached so. */
async function faultAt(url: string): Promise<unknown> {
  const database = openDatabase({ url })
  const fault: unknown = await database.pool.query('SELECT').catch((thrown: unknown) => thrown)
  await database.close()
  return fault
}

/** A server that says this to whoever asks for TLS. */
async function saying(answer: string): Promise<string> {
  server = createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end(answer)))
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done))
  return `postgresql://nobody@127.0.0.1:${(server.address() as AddressInfo).port}/nothing?sslmode=verify-full`
}

it('is that nobody listens on the Unix socket, as while the server restarts', async () => {
  const fault = await faultAt(`postgresql:///nothing?user=nobody&host=${join(tmpdir(), 'no-such-folder')}`)
  expect(isDatabaseTrouble(fault)).toBe(true)
})

it.each([
  ['has no TLS', 'N'],
  ['speaks something else than TLS', 'SHTTP/1.1 400 Bad Request\r\n\r\n'],
])('is that the server %s', async (_, answer) => {
  expect(isDatabaseTrouble(await faultAt(await saying(answer)))).toBe(true)
})

it.each(['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'SELF_SIGNED_CERT_IN_CHAIN'])(
  'is that the server’s certificate is not trusted: %s',
  (code) => {
    expect(isDatabaseTrouble(Object.assign(new Error('no'), { code }))).toBe(true)
  },
)

it('is that a certificate which the address names is away', async () => {
  const fault = await faultAt(`postgresql://nobody@127.0.0.1:1/nothing?sslrootcert=${join(tmpdir(), 'no-such-file')}`)
  expect(isDatabaseTrouble(fault)).toBe(true)
})

it.each(['ERR_OSSL_PEM_BAD_END_LINE', 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'])('is that our own certificate is half replaced: %s', (code) => {
  expect(isDatabaseTrouble(Object.assign(new Error('no'), { code }))).toBe(true)
})

it('is not that a file of ours is not there', () => {
  expect(isDatabaseTrouble(Object.assign(new Error('no'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
})

it.each([
  ['a connection broke off', '08006'],
  ['our password was changed', '28P01'],
  ['it has no connection left', '53300'],
  ['its disk is full', '53100'],
  ['it is shut down', '57P01'],
  ['it starts', '57P03'],
  ['a statement took too long', '57014'],
  ['its disk reads with errors', '58030'],
  ['its disk is away', '58P01'],
  ['a row stayed locked', '55P03'],
  ['it is a replica that was not promoted yet', '25006'],
  ['a transaction stood still', '25P03'],
  ['two transactions were in each other’s way', '40001'],
  ['two transactions waited for each other', '40P01'],
  ['a pooler lends connections without our prepared statements', '26000'],
  ['a pooler lends connections with the prepared statements of others', '42P05'],
  ['it is not there', '3D000'],
])('is that %s: %s, however deep it is told', (_, code) => {
  const said = Object.assign(new Error('no'), { code })
  const byPrisma = Object.assign(new Error('no'), { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: code } } } })
  const fails = [said, new Error('no', { cause: said }), new AggregateError([new Error('another'), said]), byPrisma]
  expect(fails.map((fault) => isDatabaseTrouble(fault))).toEqual([true, true, true, true])
})

it.each(['23505', '22P02', '42601', '42P01', 'P2002', 'ERR_INVALID_ARG_TYPE'])(
  'is not what a request or a statement is at fault for: %s',
  (code) => {
    expect(isDatabaseTrouble(Object.assign(new Error('no'), { code }))).toBe(false)
  },
)
