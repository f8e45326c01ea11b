import { setTimeout as wait } from 'node:timers/promises'
import { Controller, Inject } from '@nestjs/common'
import { routes } from '@tessera/contract'
import type { Database } from '@tessera/persistence'
import { databaseToken } from '../database-token.js'
import { problem } from '../http/problem-answer.js'
import { Serves } from '../http/serves.js'
import type { Answer } from '../http/serves.js'

/** Shorter than any balancer waits. */
const deadline = 1_000

/** For whoever starts, stops and balances processes. */
@Controller()
export class HealthController {
  constructor(@Inject(databaseToken) private readonly database: Database) {}

  @Serves(routes.live)
  async live(): Promise<Answer<typeof routes.live>> {
    return { status: 200, body: { status: 'ok' } }
  }

  @Serves(routes.ready)
  async ready(): Promise<Answer<typeof routes.ready>> {
    const late = wait(deadline, false, { ref: false })
    const answered = this.database.pool.query('SELECT 1').then(
      () => true,
      () => false,
    )
    if (await Promise.race([answered, late])) return { status: 200, body: { status: 'ok' } }
    return problem('unavailable', 'The database cannot answer right now.')
  }
}
