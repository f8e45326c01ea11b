import { once } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { oneLookup } from './one-lookup.js'
import { RedisConnection } from './redis-connection.js'
import { RedisConnector } from './redis-connector.js'

type Answer = (fault: NodeJS.ErrnoException | null, addresses: readonly { address: string; family: number }[]) => void

const asked = vi.fn()
/** What the name server says to the latest question. */
const answered: Answer = (...said) => (asked.mock.lastCall?.at(-1) as Answer)(...said)
const addresses = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
]

beforeEach(() => void asked.mockReset())

describe('a name that is looked up', () => {
  it('is asked for once, however many want to know it meanwhile', async () => {
    const find = oneLookup(asked as never)
    const told = Array.from({ length: 3 }, () => vi.fn())
    for (const answer of told) find('redis.example.com', { all: true }, answer)
    answered(null, addresses)
    for (const answer of told) await vi.waitFor(() => expect(answer).toHaveBeenCalledWith(null, addresses))
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('is asked for anew once there was an answer, also where that was a fault', async () => {
    const find = oneLookup(asked as never)
    const first = vi.fn()
    find('redis.example.com', {}, first)
    const fault = Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' })
    answered(fault, [])
    await vi.waitFor(() => expect(first).toHaveBeenCalledWith(fault, ''))
    const second = vi.fn()
    find('redis.example.com', {}, second)
    answered(null, addresses)
    await vi.waitFor(() => expect(second).toHaveBeenCalledWith(null, '127.0.0.1', 4))
  })
})

describe('the connection to Redis', () => {
  it('leaves the threads that look names up to others while no name server answers, however often it is tried', async () => {
    const connector = new RedisConnector({ host: 'redis.example.com', port: 6379, disconnectTimeout: 0 }, oneLookup(asked as never))
    for (let attempt = 0; attempt < 5; attempt++) {
      const socket = await connector.connect()
      connector.disconnect()
      await once(socket, 'close')
    }
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('is tried in this way', async () => {
    const connect = vi.spyOn(RedisConnector.prototype, 'connect')
    const connection = new RedisConnection('redis://127.0.0.1:1', { info: vi.fn(), warn: vi.fn() } as never)
    await vi.waitFor(() => expect(connect).toHaveBeenCalled())
    await connection.close()
    connect.mockRestore()
  })
})
