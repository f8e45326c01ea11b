import { Controller } from '@nestjs/common'
import { type ListUsers, type RouteRequest, routes } from '@tessera/contract'
import type { Reach, UserQuery, UserSearch } from '@tessera/persistence'
import { weakPassword } from '../accounts/weak-password.js'
import type { CallContext } from '../http/call-context.js'
import { reachOf } from '../http/caller.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { userEventView } from '../events/event-view.js'
import { adminUserView } from './admin-user-view.js'
import { ChangeUser } from './change.js'
import { CreateUser } from './create.js'
import { refusedUser } from './refused-user.js'
import { Users } from './stores.js'

/** The users of everybody, or of the caller's company: found, read, created and changed. */
@Controller()
export class UsersController {
  constructor(
    private readonly users: Users,
    private readonly createUser: CreateUser,
    private readonly changeUser: ChangeUser,
  ) {}

  @Serves(routes.listUsers)
  async list(
    { query }: RouteRequest<typeof routes.listUsers>,
    { caller }: CallContext<typeof routes.listUsers>,
  ): Promise<Answer<typeof routes.listUsers>> {
    const { items, next, count, countCapped: count_capped } = await this.users.list(queryOf(query, reachOf(caller)))
    return { status: 200, body: { items: items.map(adminUserView), next, count, count_capped } }
  }

  @Serves(routes.createUser)
  async create(
    { body }: RouteRequest<typeof routes.createUser>,
    { caller, origin }: CallContext<typeof routes.createUser>,
  ): Promise<Answer<typeof routes.createUser>> {
    const { email, password = null, name = null, roles = [], company_id: companyId = null, email_verified: emailVerified = true } = body
    const creation = await this.createUser.create({ email, password, name, roles, companyId, emailVerified }, caller, origin)
    if (creation.outcome === 'created') return { status: 201, body: adminUserView(creation.user) }
    switch (creation.refusal) {
      case 'role_not_allowed':
        return problem('forbidden', 'Only an owner may give the roles owner and admin. Nothing was created.')
      case 'company_unknown':
        return problem('not_found', 'There is no company of this id. Nothing was created.')
      case 'email_taken':
        return problem('email_taken', 'A user with this e-mail exists already. Nothing was created.')
      case 'weak_password':
        return weakPassword('body.password', creation.faults)
    }
  }

  @Serves(routes.readUser)
  async read(
    { params: { id } }: RouteRequest<typeof routes.readUser>,
    { caller }: CallContext<typeof routes.readUser>,
  ): Promise<Answer<typeof routes.readUser>> {
    const user = await this.users.findAdministered(id, reachOf(caller))
    return user ? { status: 200, body: adminUserView(user) } : refusedUser('user_unknown')
  }

  @Serves(routes.updateUser)
  async update(
    { params: { id }, body }: RouteRequest<typeof routes.updateUser>,
    { caller, origin }: CallContext<typeof routes.updateUser>,
  ): Promise<Answer<typeof routes.updateUser>> {
    const { name, roles, company_id: companyId, email_verified: emailVerified, disabled } = body
    const refusal = await this.changeUser.change(id, { name, roles, companyId, emailVerified, disabled }, caller, origin)
    if (refusal === 'company_unknown') return problem('not_found', 'There is no company of this id. Nothing was changed.')
    if (refusal === 'move_not_allowed')
      return problem('forbidden', 'Only an owner may move a user to another company. Nothing was changed.')
    if (refusal) return refusedUser(refusal)
    const user = await this.users.findAdministered(id, reachOf(caller))
    return user ? { status: 200, body: adminUserView(user) } : refusedUser('user_unknown')
  }

  @Serves(routes.listUserEvents)
  async events(
    { params: { id }, query }: RouteRequest<typeof routes.listUserEvents>,
    { caller }: CallContext<typeof routes.listUserEvents>,
  ): Promise<Answer<typeof routes.listUserEvents>> {
    const reach = reachOf(caller)
    if (!(await this.users.findAdministered(id, reach))) return refusedUser('user_unknown')
    const page = await this.users.events(id, reach, query.limit ?? 50, query.after)
    const next = page.next === null ? null : String(page.next)
    return { status: 200, body: { items: page.items.map(userEventView), next, count: page.count, count_capped: page.countCapped } }
  }
}

const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

function queryOf({ q, state, role, company_id: companyId, limit, after }: ListUsers, reach: Reach): UserQuery {
  return { reach, search: q === undefined ? undefined : searchFor(q), state, role, companyId, limit: limit ?? 50, after }
}

/** What a search text looks like: a user's id, an e-mail's beginning, or that or a name. A name has no @: whoever types a whole e-mail finds no other. */
function searchFor(text: string): UserSearch {
  if (uuid.test(text)) return { id: text }
  return text.includes('@') ? { emailPrefix: text.toLowerCase() } : { emailPrefixOrName: text.toLowerCase() }
}
