import { setTimeout as wait } from 'node:timers/promises'
import { Controller } from '@nestjs/common'
import { routes } from '@tessera/contract'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { DatabaseHealth } from './database-health.js'

/** Shorter than any balancer waits. */
const deadline = 1_000

/** For whoever starts, stops and balances processes. */
@Controller()
export class HealthController {
  constructor(private readonly database: DatabaseHealth) {}

  @Serves(routes.live)
  async live(): Promise<Answer<typeof routes.live>> {
    return { status: 200, body: { status: 'ok' } }
  }

  @Serves(routes.ready)
  async ready(): Promise<Answer<typeof routes.ready>> {
    const late = wait(deadline, false, { ref: false })
    if (await Promise.race([this.database.answers(), late])) return { status: 200, body: { status: 'ok' } }
    return problem('unavailable', 'The database cannot answer right now.')
  }
}
