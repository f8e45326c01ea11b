import { Controller } from '@nestjs/common'
import { type RouteRequest, routes } from '@tessera/contract'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { CreateUser } from './create.js'
import { adminUserView } from './admin-user-view.js'

/** The users of everybody, or of the caller's company, for administrators. */
@Controller()
export class UsersController {
  constructor(private readonly createUser: CreateUser) {}

  @Serves(routes.createUser)
  async create(
    { body }: RouteRequest<typeof routes.createUser>,
    { caller, origin }: CallContext<typeof routes.createUser>,
  ): Promise<Answer<typeof routes.createUser>> {
    const { email, password = '', name = null, roles = [], company_id: companyId = null, email_verified: emailVerified = true } = body
    const creation = await this.createUser.create({ email, password, name, roles, companyId, emailVerified }, caller, origin)
    if (creation.outcome === 'created') return { status: 201, body: adminUserView(creation.user) }
    switch (creation.refusal) {
      case 'role_not_allowed':
        return problem('forbidden', 'Only an owner may give the roles owner and admin. Nothing was created.')
      case 'company_unknown':
        return problem('not_found', 'There is no company of this id. Nothing was created.')
      case 'email_taken':
        return problem('email_taken', 'A user with this e-mail exists already. Nothing was created.')
      case 'weak_password': {
        const fields = creation.faults.map((fault) => ({ field: 'body.password', fault }))
        return problem('validation_failed', `Nothing was created: the password ${creation.faults.join(', and ')}.`, { fields })
      }
    }
  }
}
