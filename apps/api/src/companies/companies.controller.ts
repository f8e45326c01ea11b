import { Controller } from '@nestjs/common'
import { type Company, type RouteRequest, routes } from '@tessera/contract'
import type { StoredCompany } from '@tessera/persistence'
import type { CallContext } from '../http/call-context.js'
import { problem } from '../http/problem-answer.js'
import { type Answer, Serves } from '../http/serves.js'
import { time } from '../http/time.js'
import { Companies } from './companies.js'

/** The companies: owners create and rename them, every other administrator sees their own. */
@Controller()
export class CompaniesController {
  constructor(private readonly companies: Companies) {}

  @Serves(routes.listCompanies)
  async list(
    { query }: RouteRequest<typeof routes.listCompanies>,
    { caller }: CallContext<typeof routes.listCompanies>,
  ): Promise<Answer<typeof routes.listCompanies>> {
    const only = caller.companyBound ? caller.companyId : null
    const { items, next, ...counted } = await this.companies.list({ only, limit: query.limit ?? 50, after: query.after })
    const { count, countCapped: count_capped } = counted
    return { status: 200, body: { items: items.map(companyView), next: next === null ? null : String(next), count, count_capped } }
  }

  @Serves(routes.createCompany)
  async create(
    { body }: RouteRequest<typeof routes.createCompany>,
    { caller, origin }: CallContext<typeof routes.createCompany>,
  ): Promise<Answer<typeof routes.createCompany>> {
    return { status: 201, body: companyView(await this.companies.create({ name: body.name, by: caller.userId, origin })) }
  }

  @Serves(routes.readCompany)
  async read(
    { params }: RouteRequest<typeof routes.readCompany>,
    { caller }: CallContext<typeof routes.readCompany>,
  ): Promise<Answer<typeof routes.readCompany>> {
    const company = await this.companies.find(params.id, caller.companyBound ? caller.companyId : null)
    return company ? { status: 200, body: companyView(company) } : problem('not_found', 'There is no company of this id.')
  }

  @Serves(routes.renameCompany)
  async rename(
    { params, body }: RouteRequest<typeof routes.renameCompany>,
    { caller, origin }: CallContext<typeof routes.renameCompany>,
  ): Promise<Answer<typeof routes.renameCompany>> {
    const renamed = await this.companies.rename(params.id, { name: body.name, by: caller.userId, origin })
    if (!renamed) return problem('not_found', 'There is no company of this id. Nothing was changed.')
    return { status: 200, body: companyView(renamed) }
  }
}

/** A company as the wire has it. */
function companyView({ id, name, createdAt }: StoredCompany): Company {
  return { id, name, created_at: time(createdAt) }
}
