import { RequestMethod } from '@nestjs/common'
import { route, type RouteRequest } from '@tessera/contract'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { accessTo } from './access.js'
import type { CallContext } from './call-context.js'
import { problem } from './problem-answer.js'
import { Serves } from './serves.js'

const read = route({
  method: 'GET',
  path: '/things/{id}/parts/{part}',
  group: 'Operations',
  summary: 'Read',
  access: ['auditor'],
  params: z.strictObject({ id: z.string(), part: z.string() }),
  responses: { 200: z.object({ name: z.string() }), 204: null },
  problems: ['not_found'],
})

const stream = route({
  ...read,
  params: z.strictObject({}),
  path: '/stream',
  responses: { 200: z.object({ name: z.string() }) },
  streams: ['application/jsonl'],
})

/** What compiles and what does not is checked by `npm run typecheck`: an unneeded `@ts-expect-error` fails there. */
class Things {
  @Serves(read)
  async read({ params }: RouteRequest<typeof read>, { caller }: CallContext<typeof read>) {
    if (params.id === 'none') return problem('not_found', 'None.')
    return { status: 200 as const, body: { name: caller.userId } }
  }

  // @ts-expect-error a status that the route does not declare
  @Serves(read)
  async wrongStatus() {
    return { status: 201 as const, body: { name: 'a' } }
  }

  // @ts-expect-error a body of another shape
  @Serves(read)
  async wrongBody() {
    return { status: 200 as const, body: { title: 'a' } }
  }

  // @ts-expect-error a body where the status has none
  @Serves(read)
  async wrongPair() {
    return { status: 204 as const, body: { name: 'a' } }
  }

  // @ts-expect-error a problem that the route does not declare
  @Serves(read)
  async wrongProblem() {
    return problem('email_taken', 'Taken.')
  }

  // @ts-expect-error a whole body where pieces are to be written
  @Serves(stream)
  async wholeBody() {
    return { status: 200 as const, body: { name: 'a' } }
  }

  // @ts-expect-error pieces of a type that the route does not declare
  @Serves(stream)
  async wrongType() {
    return { status: 200 as const, body: { type: 'text/csv' as const, pieces: (async function* () {})() } }
  }

  // @ts-expect-error a request of another route
  @Serves(read)
  async wrongRequest({ body }: { body: string }) {
    return { status: 200 as const, body: { name: body } }
  }
}

it('binds a method to the route’s method, path and access', () => {
  const bound = Things.prototype.read
  expect(Reflect.getMetadata('path', bound)).toBe('/things/:id/parts/:part')
  expect(Reflect.getMetadata('method', bound)).toBe(RequestMethod.GET)
  expect(accessTo(bound)).toEqual(['auditor'])
})
