import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { type Answer, Serves } from '../http/serves.js'
import { feedReachOf } from './feed-reach.js'
import { revocationPage } from './page.js'
import { ReadRevocations } from './read.js'

/** What was revoked, for those who follow it. */
@Controller()
export class RevocationFeedController {
  constructor(private readonly readRevocations: ReadRevocations) {}

  @Serves(routes.readRevocations)
  async read(
    { query }: RouteRequest<typeof routes.readRevocations>,
    { caller, signal }: CallContext<typeof routes.readRevocations>,
  ): Promise<Answer<typeof routes.readRevocations>> {
    const { after = null, limit = 1000, wait = 0 } = query
    const page = await this.readRevocations.read({ companyId: feedReachOf(caller), after, limit }, { wait, signal })
    return { status: 200, body: revocationPage(page) }
  }
}
