import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../embedded/index.js'
import { origin, testStore } from '../testing/store.js'
import { revocationFeedStore } from './index.js'

it(
  'the epoch is the same for as long as the server runs, and another when it has crashed or was restarted',
  { timeout: 60_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tessera-epoch-'))
    const postgres = await startEmbeddedPostgres({ dataDir })
    const at = await testStore({}, { url: postgres.url })
    try {
      const feed = revocationFeedStore(at.database)
      /** Once it answers again. */
      const later = async () => {
        let cursor: Awaited<ReturnType<typeof feed.end>> | undefined
        await expect.poll(async () => (cursor = await feed.end().catch(() => undefined)), { timeout: 20_000 }).toBeDefined()
        return cursor!
      }
      const session = await at.start()
      await at.store.end({ id: session.id, reason: 'logout', by: null, origin })
      const first = await feed.end()
      expect((await feed.end()).epoch).toBe(first.epoch)

      // One process of the server dies: the others end with it, and the server goes on from what is on the disk.
      const { rows } = await at.pool.query<{ pid: number; began: number }>(
        'SELECT pg_backend_pid() AS pid, pg_postmaster_start_time() AS began',
      )
      process.kill(rows[0]!.pid, 'SIGKILL')
      await expect.poll(async () => (await later()).epoch, { timeout: 20_000 }).not.toBe(first.epoch)
      const crashed = await later()
      const { rows: then } = await at.pool.query<{ began: number }>('SELECT pg_postmaster_start_time() AS began')
      expect(then[0]?.began).toBe(rows[0]?.began)
      expect((await feed.read({ companyId: null, after: first, limit: 10 })).entries).toMatchObject([{ subject: session.id }])

      await postgres.kill()
      await postgres.restart()
      expect((await later()).epoch).not.toBe(crashed.epoch)
    } finally {
      await at.close()
      await postgres.stop()
      rmSync(postgres.dataDir, { recursive: true, force: true })
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
)
