import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { Follow, streamsPerSession } from './follow.js'

/** What changes, as it does. */
@Controller()
export class StreamController {
  constructor(private readonly follow: Follow) {}

  @Serves(routes.stream)
  async stream(
    _: RouteRequest<typeof routes.stream>,
    { caller }: CallContext<typeof routes.stream>,
  ): Promise<Answer<typeof routes.stream>> {
    const pieces = await this.follow.follow(caller)
    if (pieces === 'too_many_streams') {
      const detail = `This session follows ${streamsPerSession} streams already. Close one first.`
      return problem('too_many_requests', detail, { headers: { 'retry-after': '15' } })
    }
    return { status: 200, body: { type: 'text/event-stream', pieces } }
  }
}
