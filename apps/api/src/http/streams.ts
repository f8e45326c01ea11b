import { Readable } from 'node:stream'
import { RouteConfig } from '@nestjs/platform-fastify'
import type { Streamed } from '@tessera/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Logger } from 'pino'
import { logAnswer } from './request-log.js'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a success is written piece by piece. */
    streams?: boolean
  }
  interface FastifyReply {
    /** @throws what the first piece threw: nothing has been sent then */
    stream(status: number, streamed: Streamed): Promise<void>
  }
}

/** Marks a handler as one that `letStreamsLast` knows. */
export const streaming = RouteConfig({ streams: true })

/**
 * Answers that are written piece by piece, for as long as it takes. The deadline of every other answer holds for the first piece: until
 * then trouble is answered with a problem. Later it breaks the connection, so that nobody takes half a file for a whole one.
 *
 * When the server drains, a stream of events ends at once, since its reader connects to somebody else; a file goes on until the server
 * cuts off what is still open.
 */
export function letStreamsLast(server: FastifyInstance, log: Logger): void {
  const endless = new Set<() => void>()
  let closing = false
  server.addHook('preClose', (done) => {
    closing = true
    for (const end of endless) end()
    done()
  })

  server.decorateReply('stream', async function (this: FastifyReply, status: number, { type, pieces, file }: Streamed) {
    const { request, raw } = this
    const events = type === 'text/event-stream'
    const source = pieces instanceof Readable ? written(pieces) : asked(pieces)
    // Whoever is gone tells of it no more.
    if (this.sent || raw.destroyed) return source.drop()
    raw.once('close', () => {
      source.drop()
      endless.delete(source.end)
      if (!raw.writableFinished) logAnswer(log, request, this)
    })
    if (events) endless.add(source.end)
    if (request.method === 'HEAD' || (events && closing)) source.end()

    const body = await source.begun((fault) => log.error({ requestId: request.id, err: fault }, 'stream_broken'))
    request.answersInTime()
    // Whoever has the problem of the deadline, or went away meanwhile, has left the pieces to `close`.
    if (this.sent || raw.destroyed) return
    this.code(status).headers({
      'content-type': `${type}; charset=utf-8`,
      ...(events && { 'x-accel-buffering': 'no' }),
      ...(file !== undefined && { 'content-disposition': `attachment; filename="${file.replace(/[^\w.-]/g, '_')}"` }),
    })
    void this.send(body)
  })
}

/** What a stream is sent from. */
interface Source {
  /** The first piece is there, and the rest follows. @throws what the first piece threw */
  begun(onBreak: (fault: unknown) => void): Promise<Readable>
  /** What is there already is sent, and nothing more. */
  end(): void
  /** Nobody reads any more. */
  drop(): void
}

/** Pieces that are asked for when the reader takes them. */
function asked(pieces: AsyncIterable<string>): Source {
  const steps = endable(pieces)
  return {
    ...{ end: steps.end, drop: steps.end },
    async begun(onBreak) {
      const first = await steps.next()
      async function* rest(): AsyncGenerator<string> {
        try {
          for (let step = first; !step.done; step = await steps.next()) yield step.value
        } catch (fault) {
          onBreak(fault)
          throw fault
        }
      }
      return Readable.from(rest())
    },
  }
}

/**
 * Pieces that whoever has them pushes as they come: for many readers of the same, each of which costs a write and no more. A handler gives it
 * when its first piece is in it.
 */
function written(pieces: Readable): Source {
  return {
    end: () => void pieces.push(null),
    drop: () => void pieces.destroy(),
    begun(onBreak) {
      pieces.once('error', onBreak)
      return Promise.resolve(pieces)
    },
  }
}

interface Steps {
  next(): Promise<IteratorResult<string, void>>
  end(): void
}

/**
 * Pieces that anybody can end, also while the next one is waited for: a generator would first finish its step. What it holds it gives up
 * when that step is over.
 */
function endable(pieces: AsyncIterable<string>): Steps {
  const source = pieces[Symbol.asyncIterator]()
  const none = { done: true, value: undefined } as const
  let ended = false
  let leave = (): void => undefined
  return {
    next: () =>
      ended
        ? Promise.resolve(none)
        : new Promise((resolve, reject) => {
            leave = () => resolve(none)
            source.next().then(resolve, reject)
          }),
    end: () => {
      if (ended) return
      ended = true
      leave()
      source.return?.().catch(() => undefined)
    },
  }
}
