import { retentionStore } from '@tessera/persistence'
import { testStore, type TestStore } from '@tessera/persistence/testing'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { RetentionJob } from './retention-job.js'

const day = 86_400
const log = { info: vi.fn(), warn: vi.fn() }

let store: TestStore
let job: RetentionJob
beforeAll(async () => (store = await testStore()))
afterAll(() => store.close())
beforeEach(() => {
  vi.clearAllMocks()
  const periods = { sessions: 90 * day, events: 400 * day, mails: 30 * day }
  job = new RetentionJob(
    retentionStore(store.database, periods, store.defaults.absoluteLifetime, () => store.passed() * 1000),
    log,
  )
})

it('says in one line what it removed, and nothing when there was nothing', async () => {
  await store.start()
  await job.run()
  expect(log.info).not.toHaveBeenCalled()
  store.pass(600 * day)
  await job.run()
  expect(log.info).toHaveBeenCalledExactlyOnceWith(
    { removed: { sessions: 1, events: 1, known_devices: 1 }, seconds: expect.any(Number) as number },
    'what was past its time was removed',
  )
  await job.run()
  expect(log.info).toHaveBeenCalledTimes(1)
})

it('runs by itself, and again an hour later', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const removeWhatIsOver = vi.fn(() => Promise.resolve({}))
  const timed = new RetentionJob({ removeWhatIsOver }, log)
  timed.onModuleInit()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(removeWhatIsOver).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(removeWhatIsOver).toHaveBeenCalledTimes(2)
  await timed.onApplicationShutdown()
  await vi.advanceTimersByTimeAsync(7_200_000)
  expect(removeWhatIsOver).toHaveBeenCalledTimes(2)
  vi.useRealTimers()
})

it('survives a database that does not answer, and says so', async () => {
  const removeWhatIsOver = vi.fn(() => Promise.reject(new Error('connection refused')))
  await new RetentionJob({ removeWhatIsOver }, log).run()
  expect(log.warn).toHaveBeenCalledTimes(1)
})

it('ends with the process, in the middle of its work', async () => {
  let told: AbortSignal | undefined
  const busy = new RetentionJob(
    {
      removeWhatIsOver: (signal) => new Promise((done) => ((told = signal), signal.addEventListener('abort', () => done({ sessions: 5 })))),
    },
    log,
  )
  const run = busy.run()
  await busy.onApplicationShutdown()
  await run
  expect(told?.aborted).toBe(true)
})
