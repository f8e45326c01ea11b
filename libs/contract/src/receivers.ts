import * as z from 'zod'
import { CompanyId } from './companies.js'
import { eventKinds } from './event-kinds.js'
import { page } from './page.js'
import { receiverForms } from './receiver-forms.js'
import { paging } from './sessions.js'
import { Id, line, text, Time } from './text.js'
import { wholeNumber } from './whole-number.js'

export const receiverStates = ['working', 'failing', 'paused'] as const
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const

/** The kinds of events that a webhook may ask for: those about sessions and users. */
export const webhookKinds = eventKinds.filter(
  (kind) => !/^(revocation|api_key|client|company|signing_key|sessions|events|receiver)_/.test(kind),
)

const Url = text(2000).regex(/^https?:\/\/[^\s#]+$/, 'must be an http or https address, without a fragment')
const Name = line(100).meta({ examples: ['Orders'] })
const Kinds = z
  .array(z.enum(webhookKinds as [string, ...string[]]))
  .min(1, 'must name at least one')
  .max(webhookKinds.length, 'must not repeat itself')
  .meta({ description: 'Of a webhook: which kinds of events it is told.' })
const Audience = text(255).meta({ description: 'The `aud` of its security event tokens. Default: its address, or its id.' })
const Authorization = text(2000)
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII, without a space at its ends')
  .meta({ description: 'Of a push: the value of the `Authorization` header that it is sent. It is shown to nobody again.' })

const receiver = {
  id: Id,
  name: z.string(),
  form: z.enum(receiverForms),
  state: z.enum(receiverStates),
  company: z.object({ id: z.int(), name: z.string() }).nullable().meta({ description: 'Whose events it is told; null for everybody’s.' }),
  url: z.string().nullable(),
  kinds: z.array(z.string()).nullable().meta({ description: 'Null for security event tokens, which tell every revocation.' }),
  audience: z.string().nullable(),
  has_authorization: z.boolean(),
  created_at: Time,
  created_by: z.object({ id: Id, email: z.string().nullable() }),
  paused_at: Time.nullable(),
  failing_since: Time.nullable(),
  retry_at: Time.nullable().meta({ description: 'It could not be reached, or was unwell: so it is left alone until then.' }),
  last_delivered_at: Time.nullable(),
  waiting: z.int().meta({ description: 'How many deliveries wait, counted to 1,000.' }),
  former_secret_until: Time.nullable().meta({ description: 'Until then the secret before signs beside the present one.' }),
}

export const Receiver = z.object(receiver).meta({ id: 'Receiver' })
export type Receiver = z.infer<typeof Receiver>

const secret = z
  .string()
  .meta({ description: 'What signatures are checked with, shown this once.', examples: ['whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'] })
export const NewReceiver = z.object({ ...receiver, secret: secret.nullable() }).meta({ id: 'NewReceiver' })
export type NewReceiver = z.infer<typeof NewReceiver>
export const ReceiverWithSecret = z.object({ ...receiver, secret }).meta({ id: 'ReceiverWithSecret' })
export type ReceiverWithSecret = z.infer<typeof ReceiverWithSecret>
export const ReceiverPage = page(Receiver).meta({ id: 'ReceiverPage' })

export const ListReceivers = z.strictObject({ company_id: CompanyId.optional(), form: z.enum(receiverForms).optional(), ...paging })

export const CreateReceiver = z
  .strictObject({
    name: Name,
    form: z.enum(receiverForms),
    company_id: z.int().min(1).max(2_147_483_647).nullable().optional().meta({
      description:
        'Whose events it is told; null for everybody’s, which only an owner may choose. Default: those of the company of whoever registers it.',
    }),
    url: Url.optional().meta({ description: 'Where it is told; needed by a webhook and a push, and by no poll.' }),
    kinds: Kinds.optional(),
    audience: Audience.optional(),
    authorization: Authorization.optional(),
  })
  .meta({ examples: [{ name: 'Orders', form: 'webhook', url: 'https://orders.example/hook', kinds: ['session_ended'] }] })

export const UpdateReceiver = z
  .strictObject({
    name: Name.optional(),
    url: Url.optional(),
    kinds: Kinds.optional(),
    audience: Audience.optional(),
    authorization: Authorization.nullable().optional(),
    paused: z.boolean().optional().meta({ description: 'While it is paused, what happens waits for it, and is sent when it goes on.' }),
  })
  .refine((change) => Object.keys(change).length > 0, 'must change something')
  .meta({ minProperties: 1 })

export const RotateReceiverSecret = z.strictObject({
  former_lives: z.int('must be a whole number of seconds').min(0).max(604_800).optional().meta({
    description: 'Seconds that the secret before signs beside the new one. Default: a day.',
  }),
})

/** One event on its way to one receiver. */
export const Delivery = z
  .object({
    id: z.string(),
    event: z
      .object({ id: z.string(), kind: z.string(), at: Time })
      .nullable()
      .meta({ description: 'Null for a test, and for an event that was forgotten since.' }),
    state: z.enum(deliveryStates),
    queued_at: Time,
    attempts: z.int(),
    due_at: Time.nullable().meta({ description: 'When it is tried next; null when it is over.' }),
    delivered_at: Time.nullable(),
    failed_at: Time.nullable().meta({ description: 'When it was given up.' }),
    last_status: z.int().nullable().meta({ description: 'The HTTP status of the last answer; null when there was none.' }),
    last_fault: z.string().nullable().meta({ description: 'What went wrong last, in a word: `timeout`, `refused_address`, …' }),
  })
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>

export const DeliveryPage = page(Delivery).meta({ id: 'DeliveryPage' })
export const ListDeliveries = z.strictObject({
  state: z.enum(deliveryStates).optional(),
  limit: paging.limit,
  after: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: 'The `next` of the page before.' }),
})

/** RFC 8936 §2.4: what a receiver asks, and what it says of the tokens that it got before. */
export const PollReceiver = z.strictObject({
  maxEvents: z.int().min(0).max(1000).optional().meta({ description: 'Default: 100. 0 only acknowledges.' }),
  returnImmediately: z
    .boolean()
    .optional()
    .meta({ description: 'Whether to answer at once where nothing waits; else the answer takes some seconds.' }),
  ack: z.array(text(100)).max(1000).optional().meta({ description: 'The `jti`s of tokens that it has: they are not sent again.' }),
  setErrs: z
    .record(text(100), z.object({ err: text(100), description: text(1000).optional() }))
    .optional()
    .meta({ description: 'The `jti`s of tokens that it cannot take, and why: they are given up.' }),
})

export const SecurityEventTokens = z
  .object({
    sets: z.record(z.string(), z.string()).meta({ description: 'By `jti`, the signed tokens (RFC 8417), with CAEP `session-revoked`.' }),
    moreAvailable: z.boolean(),
  })
  .meta({ id: 'SecurityEventTokens' })
