import * as z from 'zod'
import { page } from './page.js'
import { paging } from './sessions.js'
import { line, Time } from './text.js'
import { wholeNumber } from './whole-number.js'

/** A small stable integer: wire formats of others carry it. */
export const CompanyId = wholeNumber(1, 2_147_483_647)

/** The tenant a user belongs to. */
export const Company = z.object({ id: z.int(), name: z.string(), created_at: Time }).meta({ id: 'Company' })
export type Company = z.infer<typeof Company>

export const CompanyPage = page(Company).meta({ id: 'CompanyPage' })

/** Names are for people: two companies may have one. */
const name = line(200)

export const CreateCompany = z.strictObject({ name })
export const RenameCompany = z.strictObject({ name })

export const ListCompanies = z.strictObject({
  limit: paging.limit,
  after: CompanyId.optional().meta({ description: 'The `next` of the page before.' }),
})
