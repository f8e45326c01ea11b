import { z } from 'zod'
import { Role } from './roles.js'
import { Email, Id, text, Time } from './text.js'

/** Counted in UTF-8 bytes by the API (1,024 at most), so never cut short. */
export const Password = text(1024).meta({ description: 'At most 1,024 bytes of UTF-8.' })

/** A password that is being set: at least 8 characters, and not a common one. */
export const NewPassword = text(1024, 8).meta({
  description: 'At least 8 characters, at most 1,024 bytes of UTF-8, not a common password.',
})

export const User = z
  .object({
    id: Id,
    email: z.string(),
    name: z.string().nullable(),
    roles: z.array(Role),
    company_id: z.int(),
    email_verified: z.boolean(),
    created_at: Time,
  })
  .meta({ id: 'User' })
export type User = z.infer<typeof User>

export const CreateUser = z.strictObject({
  email: Email,
  password: NewPassword,
  name: text(200).optional(),
  roles: z.array(Role).max(4).optional().meta({ description: 'Only an owner may give roles other than `support` and `auditor`.' }),
  company_id: z.int().min(1).max(2_147_483_647).optional().meta({ description: 'Default: the company of the administrator.' }),
  email_verified: z.boolean().optional().meta({ description: 'Default: true.' }),
})
