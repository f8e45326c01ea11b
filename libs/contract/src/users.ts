import * as z from 'zod'
import { page } from './page.js'
import { Role } from './role.js'
import { Email, Id, line, text, Time, trimmed } from './text.js'
import { userStates } from './user-states.js'
import { wholeNumber } from './whole-number.js'

/** Counted in UTF-8 bytes by the API (1,024 at most), so never cut short. */
export const Password = text(1024).meta({ description: 'At most 1,024 bytes of UTF-8.' })

/** A password that is being set: at least 8 characters, and not a common one. */
export const NewPassword = text(1024, 8).meta({
  description: 'At least 8 characters, at most 1,024 bytes of UTF-8, not a common password.',
})

/** Of a person: one line, as it stands in lists and mails. */
const Name = line(200)

const account = {
  id: Id,
  email: z.string(),
  name: z.string().nullable(),
  roles: z.array(Role),
  company_id: z.int(),
  email_verified: z.boolean(),
  created_at: Time,
}

export const User = z.object(account).meta({ id: 'User' })
export type User = z.infer<typeof User>

/** An account as its owner sees it. */
export const Me = z
  .object({
    ...account,
    second_factor: z.boolean().meta({ description: 'Whether logins need a code of an authenticator.' }),
    second_factor_required: z.boolean().meta({
      description:
        'Whether the role of the account needs a second factor here. Without one, the calls that need the role answer `second_factor_missing`.',
    }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

export const UpdateMe = z
  .strictObject({ name: Name.nullable().optional().meta({ description: 'Null takes it away.' }) })
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ minProperties: 1 })

/** Six digits, as they were mailed. */
export const Code = text(16)
  .meta({ description: 'The six digits that were mailed.', examples: ['204731'] })
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be the six digits that were mailed'))

/** What a link carries behind its `#`: 256 random bits in base64url. */
export const LinkToken = text(128).meta({ description: 'The token of the link that was mailed.' })

export const SignUp = z.strictObject({ email: Email, password: NewPassword, name: Name.optional() })
export const VerifyEmail = z.strictObject({ email: Email, code: Code })
export const AddressedTo = z.strictObject({ email: Email })
export const ResetPassword = z.strictObject({ token: LinkToken, new_password: NewPassword })
export const ChangePassword = z.strictObject({ current_password: Password, new_password: NewPassword })
export const ChangeEmail = z.strictObject({ email: Email, current_password: Password })
export const ConfirmEmail = z.strictObject({ code: Code })

/** `invited`: no password was ever set. `unverified`: nobody has shown yet that the address is theirs. */
export const UserState = z.enum(userStates)
export type UserState = z.infer<typeof UserState>

/** An account as an administrator sees it. Of a deleted one, all that is personal is null. */
export const AdminUser = z
  .object({
    ...account,
    email: z.string().nullable().meta({ description: 'Null when the account was deleted.' }),
    state: UserState,
    company: z.object({ id: z.int(), name: z.string() }),
    second_factor: z.boolean(),
    disabled_at: Time.nullable(),
    deleted_at: Time.nullable(),
    last_seen_at: Time.nullable().meta({ description: 'The last login or refresh of the newest session; null when there is none.' }),
  })
  .meta({ id: 'AdminUser' })
export type AdminUser = z.infer<typeof AdminUser>

export const AdminUserPage = page(AdminUser).meta({ id: 'AdminUserPage' })
export type AdminUserPage = z.infer<typeof AdminUserPage>

export const ListUsers = z.strictObject({
  q: trimmed(254).optional().meta({
    description:
      'Searches what it looks like: the id of a user, or the beginning of an e-mail, or of words of a name, in any order and without regard to case and accents. With an `@` it is an e-mail.',
  }),
  state: UserState.optional().meta({ description: 'Default: all but the deleted.' }),
  role: Role.optional(),
  company_id: wholeNumber(1, 2_147_483_647).optional(),
  limit: wholeNumber(1, 100).optional().meta({ description: 'Default: 50.' }),
  after: z.uuid('must be the `next` of the page before').optional().meta({ description: 'The `next` of the page before.' }),
})
export type ListUsers = z.infer<typeof ListUsers>

const Roles = z.array(Role).max(4)
const companyId = z.int().min(1).max(2_147_483_647)

export const CreateUser = z.strictObject({
  email: Email,
  password: NewPassword.optional().meta({
    description:
      'At least 8 characters, at most 1,024 bytes of UTF-8, not a common password. Without one, the user is invited by mail to set their own.',
  }),
  name: Name.optional(),
  roles: Roles.optional().meta({ description: 'Only an owner may give roles other than `support` and `auditor`.' }),
  company_id: companyId.optional().meta({ description: 'Default: the company of the administrator.' }),
  email_verified: z.boolean().optional().meta({ description: 'Default: true with a password; an invitation verifies by being used.' }),
})

export const UpdateUser = z
  .strictObject({
    name: Name.nullable().optional(),
    roles: Roles.optional().meta({ description: 'All of them. Only an owner may give or take roles other than `support` and `auditor`.' }),
    company_id: companyId.optional().meta({ description: 'Only an owner may move a user. Sessions that have started keep their company.' }),
    email_verified: z.boolean().optional(),
    disabled: z.boolean().optional().meta({ description: 'True ends every session of the user; false brings none of them back.' }),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ minProperties: 1 })

/** One entry of the event log about a user, newest first. */
export const UserEvent = z
  .object({
    id: z.string(),
    at: Time,
    kind: z.string().meta({ examples: ['user_created', 'password_changed', 'session_started'] }),
    reason: z.string().nullable(),
    by: z.object({ id: Id, email: z.string().nullable() }).nullable().meta({ description: 'Who did it; null when a rule did.' }),
    session_id: Id.nullable(),
    ip: z.string().nullable(),
    user_agent: z.string().nullable(),
    browser: z.string().nullable().meta({ description: 'What the user agent says, with its version.' }),
    system: z.string().nullable(),
    note: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'UserEvent' })
export type UserEvent = z.infer<typeof UserEvent>

export const UserEventPage = page(UserEvent).meta({ id: 'UserEventPage' })
export type UserEventPage = z.infer<typeof UserEventPage>

export const ListUserEvents = z.strictObject({
  limit: wholeNumber(1, 100).optional().meta({ description: 'Default: 50.' }),
  after: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: 'The `next` of the page before.' }),
})
