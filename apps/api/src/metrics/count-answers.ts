import { Injectable } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import { Metrics } from './metrics.js'

/** Where no route is: what callers make up is no label. */
const nowhere = 'none'

/** Counts every answer of the server, from the same facts that its line in the log has. */
@Injectable()
export class CountAnswers {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>, metrics: Metrics) {
    httpAdapter.getInstance().addHook('onResponse', (request, reply, done) => {
      const { url: route = nowhere, config } = request.routeOptions
      const { refusal, refreshed } = request.facts
      if (!config.streams) metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
      if (refusal !== undefined) metrics.refused(route, refusal)
      if (refreshed !== undefined) metrics.refreshed(refreshed)
      done()
    })
  }
}
