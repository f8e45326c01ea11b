import * as z from 'zod'
import { endReasons } from './end-reasons.js'
import { overviewSpans } from './overview-spans.js'
import { Id, Time } from './text.js'

// Generators name what has no name by where it stands: the parameter `span` of the operation `overview` as the field `span` of `Overview`.
const OverviewSpan = z.enum(overviewSpans).meta({ id: 'OverviewSpan' })

export const ReadOverview = z.strictObject({
  span: OverviewSpan.optional().meta({
    description: 'The last hour (by minutes), day (by quarters of an hour) or week (by hours). Default: hour.',
  }),
})

const tally = z.int().nullable().meta({ description: 'Null where nothing is known: no process counted then.' })

export const Attention = z
  .object({
    kind: z.enum([
      'reuse_detected',
      'failed_logins',
      'followers_silent',
      'receivers_fail',
      'signing_key_rotates',
      'signing_key_old',
      'api_keys_expire',
      'mails_failed',
    ]),
    count: z.int().nullable(),
    network: z
      .string()
      .nullable()
      .meta({ description: 'With `failed_logins`: from where (CIDR); null: from many networks of which none stands out.' }),
    since: Time.nullable().meta({ description: 'When it began, as far as is known.' }),
    last: Time.nullable().meta({ description: 'With `reuse_detected`: the minute in which it happened last.' }),
    at: Time.nullable().meta({ description: 'When it will be: a rotation, the first expiry.' }),
  })
  .meta({ id: 'Attention' })
export type Attention = z.infer<typeof Attention>

/** What happens on the platform, or in the caller's company; from counters, never from the sessions themselves. */
export const Overview = z
  .object({
    span: OverviewSpan,
    as_of: Time,
    step: z.int().meta({ description: 'Seconds that each point covers.' }),
    live: z
      .object({
        count: z.int(),
        estimated: z.boolean().meta({ description: 'Whether it was reckoned from a sample: where there are too many to count.' }),
        as_of: Time,
      })
      .nullable()
      .meta({ description: 'Live sessions; null until they were counted for the first time.' }),
    points: z
      .array(
        z.object({ at: Time, live: tally, logins: tally, failed_logins: tally, refreshes: tally, ended: tally, reuse_detected: tally }),
      )
      .meta({ description: 'Oldest first; the last one is not over yet.' }),
    totals: z.object({ logins: z.int(), failed_logins: z.int(), refreshes: z.int(), ended: z.int(), reuse_detected: z.int() }),
    ended: z.array(z.object({ reason: z.enum(endReasons), count: z.int() })).meta({
      description: 'Revocations by reason, most first. Everything that one write ended counts as one.',
    }),
    attention: z.array(Attention).meta({ description: 'What to look at, most urgent first.' }),
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>

/** What the stream says: something was written to the event log. An event of the name `change`; its `id` is the event's. */
export const Change = z
  .object({
    id: z.string(),
    at: Time,
    kind: z.string(),
    session_id: Id.nullable(),
    user_id: Id.nullable(),
    client_id: z.string().nullable(),
    company_id: z.int().nullable(),
    reason: z.enum(endReasons).nullable(),
    by: Id.nullable(),
  })
  .meta({ id: 'Change' })
export type Change = z.infer<typeof Change>
