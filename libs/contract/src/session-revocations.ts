import * as z from 'zod'
import { page } from './page.js'
import { AdminSession, paging, SessionFilter } from './sessions.js'
import { GivenTime, Id, text, Time } from './text.js'

/** The most sessions that one revocation ends one by one. Beyond it, everything of a scope ends by one write. */
export const revocationCap = 100_000

/** Everything that started before the moment it is executed: of a user, a company, a client or the whole platform. */
export const Everything = z
  .strictObject({
    scope: z.enum(['user', 'company', 'client', 'platform']),
    id: text(64).optional().meta({ description: 'Of the user, company or client, a company’s as a text too; left out for the platform.' }),
  })
  .refine(({ scope, id }) => (scope === 'platform') === (id === undefined), {
    path: ['id'],
    error: 'names the user, company or client; the platform has none',
  })
  .meta({ id: 'Everything' })
export type Everything = z.infer<typeof Everything>

const target = {
  ids: z
    .array(Id)
    .min(1, 'must name at least one')
    .max(1000, 'must name at most 1000')
    .optional()
    .meta({ description: 'These sessions; unknown ones are passed over. A call has just one of `ids`, `filter` and `everything`.' }),
  filter: SessionFilter.optional().meta({ description: 'The live sessions that match. An empty filter matches all.' }),
  everything: Everything.optional().meta({ description: 'All of a scope, in the time of one write, whatever their number.' }),
  include_current: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the session that asks ends too, if it is among them. Default: it is spared.' }),
}
const isOneTarget = ({ ids, filter, everything }: { ids?: unknown; filter?: unknown; everything?: unknown }) =>
  [ids, filter, everything].filter((given) => given !== undefined).length === 1
const oneTargetOwed = { error: 'must have one of ids, filter and everything' }
const oneOf = [{ required: ['ids'] }, { required: ['filter'] }, { required: ['everything'] }]

export const PreviewRevocation = z.strictObject(target).refine(isOneTarget, oneTargetOwed).meta({ oneOf })
export type PreviewRevocation = z.infer<typeof PreviewRevocation>

export const CreateRevocation = z
  .strictObject({
    ...target,
    as_of: GivenTime.optional().meta({
      description: 'The `as_of` of a preview: sessions that started later are spared. Of everything nobody is: it is for counting alone.',
    }),
    expected_count: z.int().min(0).max(revocationCap).optional().meta({
      description:
        'The `count` of a preview. When it does not fit any more, nothing is ended (`count_changed`). Give its `as_of` too: else whoever logged in since is counted.',
    }),
    reason: text(500).optional().meta({ description: 'Why, in your words; kept in the event log with each session.' }),
    starts_in: z
      .int('must be a whole number of seconds')
      .min(0, 'must be at least 0')
      .max(60, 'must be at most 60')
      .optional()
      .meta({ description: 'Seconds until the first session ends, in which it can still be stopped. Default: 5.' }),
  })
  .refine(isOneTarget, oneTargetOwed)
  .meta({ oneOf })
export type CreateRevocation = z.infer<typeof CreateRevocation>

const counted = z.array(z.object({ id: z.string(), name: z.string(), count: z.int() }))

/** What a revocation would end, without ending anything. */
export const RevocationPreview = z
  .object({
    count: z.int().meta({ description: 'Live sessions that would end, as far as was counted.' }),
    count_capped: z.boolean().meta({ description: 'Whether there are more than `count`.' }),
    as_of: Time.meta({ description: 'When it was counted. Give it, with the count, to end just these.' }),
    users: z.int().meta({ description: 'Whose they are: how many people.' }),
    clients: counted.meta({ description: 'How many at each client, most first; ten at most.' }),
    companies: counted.meta({ description: 'How many of each company, most first; ten at most.' }),
    sample: z.array(AdminSession).meta({ description: 'Ten of them at most, newest first.' }),
    current: z.boolean().meta({ description: 'Whether the session that asks is among them. It is counted only if it would end.' }),
    own: z.int().meta({ description: 'How many of them are the caller’s own, the one that asks aside.' }),
  })
  .meta({ id: 'RevocationPreview' })
export type RevocationPreview = z.infer<typeof RevocationPreview>

export const revocationStates = ['waiting', 'running', 'done', 'stopped'] as const

export const SessionRevocation = z
  .object({
    id: Id,
    state: z.enum(revocationStates),
    everything: z.object({ scope: Everything.shape.scope, id: z.string().nullable() }).nullable(),
    filter: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .nullable()
      .meta({ description: 'The filters as they were given; null for sessions that were named, and for everything.' }),
    reason: z.string().nullable().meta({ description: 'Why, in the words of whoever made it.' }),
    created_at: Time,
    created_by: z.object({ id: Id, email: z.string().nullable() }),
    starts_at: Time,
    total: z.int().nullable().meta({ description: 'How many sessions the set has; null for everything.' }),
    ended: z.int().meta({ description: 'How many it has ended so far. Of everything: those that lived, counted to 10,000.' }),
    passed_over: z.int().meta({ description: 'Those of the set that had their end already when their turn came.' }),
    finished_at: Time.nullable(),
    stopped_at: Time.nullable(),
    stopped_by: z
      .object({ id: Id, email: z.string().nullable() })
      .nullable()
      .meta({ description: 'Null when it was stopped because whoever made it may not end sessions any more.' }),
  })
  .meta({ id: 'SessionRevocation' })
export type SessionRevocation = z.infer<typeof SessionRevocation>

export const ListRevocations = z.strictObject({ limit: paging.limit, after: paging.after })
export const SessionRevocationPage = page(SessionRevocation).meta({ id: 'SessionRevocationPage' })
