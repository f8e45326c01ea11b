import * as z from 'zod'
import { Time } from './text.js'

/**
 * `next`: published, so that every verifier knows it before it signs. `active`: signs. `retiring`: signs no more, and is published until
 * the last token under it has expired. `retired`: is published no more. `withdrawn`: was taken away, and its tokens with it.
 */
export const signingKeyStates = ['next', 'active', 'retiring', 'retired', 'withdrawn'] as const

/** RFC 7638: base64url of a SHA-256. */
export const Kid = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'must be the `kid` of a signing key')

export const SigningKey = z
  .object({
    kid: z.string(),
    state: z.enum(signingKeyStates),
    created_at: Time,
    activates_at: Time.meta({ description: 'From when on it signs.' }),
    retires_at: Time.nullable().meta({ description: 'When the next one takes over, or took over; null while none is there.' }),
    published_until: Time.nullable().meta({ description: 'When it leaves JWKS, or left it; null while no next one is there.' }),
    withdrawn_at: Time.nullable(),
    rotates_at: Time.nullable().meta({
      description: 'Of the active key: when it is old enough to be rotated by itself; null when that is off, or a next one is there.',
    }),
  })
  .meta({ id: 'SigningKey' })
export type SigningKey = z.infer<typeof SigningKey>

export const SigningKeys = z
  .object({ items: z.array(SigningKey).meta({ description: 'Newest first; 100 at most.' }) })
  .meta({ id: 'SigningKeys' })

export const RotateSigningKey = z.strictObject({
  at_once: z.boolean().optional().meta({
    description:
      'Whether the new key signs at once. Default: in 15 minutes, when every cache of JWKS has seen it. At once, a verifier with an older copy may refuse tokens until it looks again, past caches that may keep JWKS for ten minutes.',
  }),
})
