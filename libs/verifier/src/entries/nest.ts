import { type CanActivate, createParamDecorator, type ExecutionContext, HttpException, type Type } from '@nestjs/common'
import type { Requirement, ResourceServer } from '../resource-server/resource-server.js'
import { claimsOf, type FrameworkRequest, refusalTo, shownBy } from './request.js'

export { claimsOf, refusalOf } from './request.js'

/** A guard that lets a request through only with an access token for this server: `@UseGuards(requireToken(server, { scopes }))`. */
export function requireToken(server: ResourceServer, required: Requirement): Type<CanActivate> {
  return class TokenGuard implements CanActivate {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      const type = context.getType<string>()
      if (type !== 'http') {
        throw new Error(
          `requireToken guards HTTP only, and this is ${type}: ask server.check in a guard of your own, or where a connection begins.`,
        )
      }
      const http = context.switchToHttp()
      const request = http.getRequest<FrameworkRequest>()
      const refused = await refusalTo(request, shownBy(request), server, required)
      if (!refused) return true
      const response = http.getResponse<{ header(name: string, value: string): unknown }>()
      for (const [name, value] of Object.entries(refused.headers)) response.header(name, value)
      throw new HttpException(refused.body, refused.status)
    }
  }
}

/** For whom the request was let in: `list(@Claims() claims: AccessTokenClaims)`. */
export const Claims = createParamDecorator((_: unknown, context: ExecutionContext) => claimsOf(context.switchToHttp().getRequest<object>()))
