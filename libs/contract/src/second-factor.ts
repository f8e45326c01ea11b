import * as z from 'zod'
import { text, Time } from './text.js'
import { Password } from './users.js'

/** What an authenticator shows (RFC 6238); spaces that people type are dropped. */
export const Otp = text(16)
  .meta({ description: 'The six digits that the authenticator shows.', examples: ['287082'] })
  .transform((typed) => typed.replace(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/, 'must be the six digits that the authenticator shows'))

/** One of the codes that were shown when the second factor was confirmed; case, spaces and hyphens do not matter. */
export const RecoveryCode = text(64)
  .meta({ description: 'One of the recovery codes.', examples: ['abcd-efgh-ijkl-mnop'] })
  .transform((typed) => typed.replace(/[\s-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[a-z2-7]{16}$/, 'must be a recovery code, such as abcd-efgh-ijkl-mnop'))

/** What an account has of a second factor. */
export const SecondFactor = z
  .object({
    enabled: z.boolean(),
    enabled_at: Time.nullable(),
    recovery_codes_left: z.int(),
    required: z.boolean().meta({ description: 'Whether the role of the account needs one here.' }),
  })
  .meta({ id: 'SecondFactor' })
export type SecondFactor = z.infer<typeof SecondFactor>

/** What an authenticator is set up with. It counts once it is confirmed. */
export const SecondFactorSetup = z
  .object({
    secret: z.string().meta({ description: 'Base32, for typing. It is shown this once.' }),
    uri: z.string().meta({ description: 'The same as an `otpauth://` address, for a QR code.' }),
  })
  .meta({ id: 'SecondFactorSetup' })
export type SecondFactorSetup = z.infer<typeof SecondFactorSetup>

export const RecoveryCodes = z
  .object({ recovery_codes: z.array(z.string()).meta({ description: 'Each is good once, instead of a code. They are shown this once.' }) })
  .meta({ id: 'RecoveryCodes' })

export const SetUpSecondFactor = z.strictObject({ current_password: Password })
export const ConfirmSecondFactor = z.strictObject({ otp: Otp })
/** The password, and one of the two codes. */
export const ProveSecondFactor = z
  .strictObject({
    current_password: Password,
    otp: Otp.optional().meta({ description: 'The six digits that the authenticator shows; without it, `recovery_code` is needed.' }),
    recovery_code: RecoveryCode.optional().meta({ description: 'A recovery code instead of `otp`.' }),
  })
  .refine(({ otp, recovery_code }) => (otp === undefined) !== (recovery_code === undefined), {
    path: ['otp'],
    error: 'is required, or recovery_code instead',
  })
  .meta({ oneOf: [{ required: ['otp'] }, { required: ['recovery_code'] }] })
