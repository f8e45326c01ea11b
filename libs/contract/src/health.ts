import * as z from 'zod'

export const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })

/** RFC 7517: the public signing keys. */
export const Jwks = z
  .object({
    keys: z.array(
      z.object({ kty: z.string(), kid: z.string(), use: z.string(), alg: z.string(), crv: z.string(), x: z.string(), y: z.string() }),
    ),
  })
  .meta({ id: 'Jwks' })
