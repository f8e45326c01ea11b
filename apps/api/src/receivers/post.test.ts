import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Receiving, startReceiving } from '../testing/receiving.js'
import { ReceiverAddresses, type Resolve } from './addresses.js'
import { post } from './post.js'

let receiver: Receiving
beforeAll(async () => (receiver = await startReceiving()))
afterAll(() => receiver.close())
beforeEach(() => void (receiver.received.length = receiver.orders.length = 0))

const outgoing = { headers: { 'content-type': 'application/json', authorization: 'Bearer gate' }, body: '{"é":1}' }
const named = (...found: string[]): Resolve => {
  return () => Promise.resolve(found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
}
const loopback = new ReceiverAddresses(['loopback'], false, named('127.0.0.1'))
const port = () => new URL(receiver.url).port
const isRefused = async (addresses: ReceiverAddresses, url: string) => await post(addresses, url, outgoing, AbortSignal.timeout(2000))

describe('an address', () => {
  it.each([
    ...['127.0.0.1', '0.0.0.0', '10.0.0.1', '172.16.5.5', '192.168.1.1', '169.254.169.254', '100.64.0.1', '224.0.0.1', '255.255.255.255'],
    ...[
      '[::1]',
      '[::]',
      '[fe80::1]',
      '[fc00::1]',
      '[ff02::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a00:1]',
      '[::127.0.0.1]',
      '[64:ff9b::7f00:1]',
    ],
    ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '2130706433', '0x7f.1', '127.1', '0177.0.0.1', '192.88.99.1'],
  ])('%s is told nothing', async (host) => {
    expect(await isRefused(new ReceiverAddresses([], false), `http://${host}:${port()}/`)).toEqual({ fault: 'refused_address' })
    expect(receiver.received).toHaveLength(0)
  })

  it('that has one bad address among its good ones is told nothing', async () => {
    const mixed = new ReceiverAddresses([], false, named('93.184.215.14', '127.0.0.1'))
    expect(await isRefused(mixed, `http://orders.example:${port()}/`)).toEqual({ fault: 'refused_address' })
    const scoped = new ReceiverAddresses([], false, named('fe80::1%eth0'))
    expect(await isRefused(scoped, `http://orders.example:${port()}/`)).toEqual({ fault: 'refused_address' })
  })

  it('of this machine is this machine’s, whatever name servers say', async () => {
    for (const host of ['localhost', 'a.localhost', 'LOCALHOST.']) {
      expect(await isRefused(new ReceiverAddresses([], false), `http://${host}:${port()}/`)).toEqual({ fault: 'refused_address' })
    }
  })

  it('is asked for once, and what was found is what is connected to', async () => {
    let asked = 0
    // The second answer is what an attacker's name server would give once the first was looked at.
    const rebinding: Resolve = () => Promise.resolve([{ address: asked++ === 0 ? '127.0.0.1' : '192.0.2.1', family: 4 }])
    const posted = await post(
      new ReceiverAddresses(['127.0.0.1'], false, rebinding),
      `http://orders.example:${port()}/hook`,
      outgoing,
      AbortSignal.timeout(2000),
    )
    expect(posted).toMatchObject({ status: 200 })
    expect(asked).toBe(1)
    expect(receiver.received[0]).toMatchObject({
      path: '/hook',
      body: outgoing.body,
      headers: { host: `orders.example:${port()}`, ...outgoing.headers },
    })
  })

  it('is of a network that was allowed, mapped or not; and in the clear only where that is', async () => {
    const ours = new ReceiverAddresses(['127.0.0.0/30'], false)
    expect(await isRefused(ours, receiver.url)).toMatchObject({ status: 200 })
    expect(await isRefused(ours, `http://[::ffff:127.0.0.1]:${port()}/`)).not.toEqual({ fault: 'refused_address' })
    expect(await isRefused(ours, `http://127.0.0.4:${port()}/`)).toEqual({ fault: 'refused_address' })
    expect(await isRefused(new ReceiverAddresses(['loopback'], true), receiver.url)).toEqual({ fault: 'refused_scheme' })
    expect(
      await isRefused(new ReceiverAddresses([], false, () => Promise.reject(new Error('ENOTFOUND'))), 'https://gone.example/'),
    ).toEqual({
      fault: 'unresolved',
    })
  })
})

describe('an answer', () => {
  it('that leads elsewhere is not followed', async () => {
    receiver.orders.push((response) => response.writeHead(307, { location: `${receiver.url}/secret` }).end())
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(2000))).toMatchObject({ status: 307 })
    expect(receiver.received.map(({ path }) => path)).toEqual(['/'])
  })

  it('without an end is read to a bound', async () => {
    receiver.orders.push((response) => {
      response.writeHead(400, { 'retry-after': '7' })
      const more = () => void (response.destroyed || (response.write('x'.repeat(65_536)), setImmediate(more)))
      more()
    })
    const posted = await post(loopback, receiver.url, outgoing, AbortSignal.timeout(5000))
    expect(posted).toMatchObject({ status: 400, retryAfter: '7', body: 'x'.repeat(16 * 1024) })
  })

  it('that does not come is not waited for, nor is the rest of one that began, nor a name that is looked for', async () => {
    receiver.orders.push(() => undefined)
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(100))).toEqual({ fault: 'timeout' })
    receiver.orders.push((response) => response.writeHead(202).write('{'))
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(200))).toMatchObject({ status: 202, body: '{' })
    const slow = new ReceiverAddresses([], false, () => new Promise(() => undefined))
    expect(await post(slow, 'https://slow.example/', outgoing, AbortSignal.timeout(100))).toEqual({ fault: 'timeout' })
  })

  it('that is none is told by a word', async () => {
    receiver.orders.push((response) => response.destroy())
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(2000))).toEqual({ fault: 'connection_reset' })
    expect(await post(loopback, `https://127.0.0.1:${port()}`, outgoing, AbortSignal.timeout(2000))).toEqual({
      fault: 'certificate_refused',
    })
    receiver.orders.push((response) => response.socket?.end('SMTP ready\r\n'))
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(2000))).toEqual({ fault: 'not_http' })
    receiver.orders.push((response) =>
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    )
    expect(await post(loopback, receiver.url, outgoing, AbortSignal.timeout(2000))).toEqual({ fault: 'not_http' })
    expect(await post(loopback, 'http://127.0.0.1:1/', outgoing, AbortSignal.timeout(2000))).toEqual({ fault: 'connection_refused' })
  })
})
