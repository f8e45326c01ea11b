import { RouteConfig } from '@nestjs/platform-fastify'
import type { FastifyRequest } from 'fastify'

export type BodyFormat = 'json' | 'form'

/** Says on a handler which bodies it takes. One that says nothing takes JSON. */
export function Takes(...bodies: readonly BodyFormat[]): MethodDecorator {
  return RouteConfig({ bodies })
}

/** Which bodies the handler of a request takes. */
export function bodyFormats(request: FastifyRequest): readonly BodyFormat[] {
  // Where nobody is, the answer is 404 whatever was sent.
  if (request.is404) return ['json', 'form']
  const { bodies } = request.routeOptions.config as { readonly bodies?: readonly BodyFormat[] }
  return bodies ?? ['json']
}
