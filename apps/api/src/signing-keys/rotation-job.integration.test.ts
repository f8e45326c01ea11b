import { createSecretKey } from 'node:crypto'
import { signingKeyStore, type SigningKeyStore } from '@tessera/persistence'
import { testStore, type TestStore } from '@tessera/persistence/testing'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { RotationJob } from './rotation-job.js'
import { SigningKeys } from './signing-keys.js'

const day = 86_400
const log = { info: vi.fn(), warn: vi.fn() }

let at: TestStore
let stored: SigningKeyStore
let signingKeys: SigningKeys
beforeAll(async () => {
  at = await testStore()
  stored = signingKeyStore(at.database, () => at.passed() * 1000)
  signingKeys = await SigningKeys.open(stored, createSecretKey(Buffer.alloc(32, 1)), log)
})
afterAll(() => at.close())
beforeEach(() => void vi.clearAllMocks())

it('rotates a key that is old enough, once, and says so', async () => {
  const jobs = [1, 2, 3].map(() => new RotationJob(stored, signingKeys, 90 * day, log))
  const run = () => Promise.all(jobs.map((job) => job.run()))
  at.pass(90 * day - 60)
  await run()
  expect(log.info).not.toHaveBeenCalled()
  at.pass(60)
  await run()
  await run()
  expect(log.info).toHaveBeenCalledTimes(1)
  expect((await stored.list()).map(({ state }) => state)).toEqual(['next', 'active'])
  expect(log.warn).not.toHaveBeenCalled()
})

it('runs by itself, again and again, until the process ends; and never when it is off', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const rotateOld = vi.fn(() => Promise.resolve(null))
  new RotationJob({ rotateOld }, signingKeys, 0, log).onModuleInit()
  const job = new RotationJob({ rotateOld }, signingKeys, day, log)
  job.onModuleInit()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(rotateOld).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(600_000)
  expect(rotateOld).toHaveBeenCalledTimes(2)
  await job.onApplicationShutdown()
  await vi.advanceTimersByTimeAsync(6_000_000)
  expect(rotateOld).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})

it('survives a database that does not answer, and says so', async () => {
  await new RotationJob({ rotateOld: () => Promise.reject(new Error('refused')) }, signingKeys, day, log).run()
  expect(log.warn).toHaveBeenCalledTimes(1)
})
