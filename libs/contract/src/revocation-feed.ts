import * as z from 'zod'
import { Id, text, Time } from './text.js'
import { wholeNumber } from './whole-number.js'

/** What one entry of the feed ends: one session, or every session of a user, a company, a client or the platform that had started by then. */
export const revocationScopes = ['session', 'user', 'company', 'client', 'platform'] as const

/** One revocation. A `scope` that a reader does not know ends something that it cannot tell: then it must trust no access token. */
export const Revocation = z
  .object({
    id: z.string().meta({ description: 'Of the event that it was logged as.' }),
    at: Time.meta({
      description:
        'When it was revoked. Of a scope that is no session: every session ends that started at that time or before (`session_started_at`).',
    }),
    scope: z.enum(revocationScopes),
    subject: z.string().nullable().meta({ description: 'The id of the session, user, company or client; null for the platform.' }),
    user_id: Id.nullable().meta({ description: 'Whose session it was; null where it is not about one user.' }),
    except_session_id: Id.nullable().meta({ description: 'The one session that lives on.' }),
    reason: z.string().meta({ description: 'An end reason, such as `revoked_by_admin`; a later version may have more.' }),
    forget_at: Time.meta({ description: 'From then on no access token of it is good anyway.' }),
  })
  .meta({ id: 'Revocation' })
export type Revocation = z.infer<typeof Revocation>

/** A place in the feed. Opaque: only the feed that gave it knows what it means. */
const Cursor = text(1000).regex(/^[\w-]+$/, 'must be a `next` of this feed')

export const RevocationPage = z
  .object({
    epoch: z.string().meta({
      description:
        'Changes when the feed begins anew, as after a database was restored: then what was read under another one is replaced by the pages from this one on.',
    }),
    company_id: z
      .int()
      .nullable()
      .meta({ description: 'Whose revocations these are; null for everybody’s. Of other companies’ tokens they say nothing.' }),
    items: z.array(Revocation).meta({ description: 'In no particular order; an entry may come twice.' }),
    next: z.string().meta({ description: 'Give it as `after` to go on, now or later.' }),
    more: z.boolean().meta({ description: 'Whether there may be more to read at once. Until it is false, a snapshot is not whole.' }),
    as_of: Time.meta({
      description: 'With this page, everything is known that was committed by then; where there is more, it is when that was found.',
    }),
  })
  .meta({ id: 'RevocationPage' })
export type RevocationPage = z.infer<typeof RevocationPage>

const after = Cursor.optional().meta({
  description:
    'The `next` of the page before. Without it, or with one of another epoch, the feed begins with a snapshot: every revocation that still matters.',
})

export const ReadRevocations = z.strictObject({
  after,
  limit: wholeNumber(1, 1000).optional().meta({ description: 'Default: 1,000.' }),
  wait: wholeNumber(0, 5).optional().meta({ description: 'Seconds to wait for the first entry, where there is none yet. Default: 0.' }),
})
export const FollowRevocations = z.strictObject({ after })

/** How a follower reads the feed. */
export const followingWays = ['stream', 'poll'] as const
/** What a follower does with access tokens while it does not know what was revoked. */
export const staleChoices = ['refuse', 'accept'] as const

const FollowerName = text(100)
  .regex(/^[\w.:-]+$/, 'must be letters, digits, and any of . _ : -')
  .meta({ description: 'Tells this process from the others that share its key.', examples: ['orders-1'] })

export const ReportPosition = z.strictObject({
  follower: FollowerName,
  position: Cursor.meta({ description: 'The `next` of the last page that it honours; not of one in the middle of a snapshot.' }),
  via: z.enum(followingWays),
  when_stale: z.enum(staleChoices),
})
export const LeaveFeed = z.strictObject({ follower: FollowerName })

/** A process that follows the feed, as it reports itself. */
export const Follower = z
  .object({
    name: z.string(),
    api_key: z
      .object({ id: Id, name: z.string() })
      .nullable()
      .meta({ description: 'What it reads with; null where that is another company’s, of a follower of everybody’s revocations.' }),
    company: z
      .object({ id: z.int(), name: z.string() })
      .nullable()
      .meta({ description: 'Whose revocations it follows; null for everybody’s.' }),
    via: z.enum(followingWays),
    when_stale: z.enum(staleChoices),
    position: Time.meta({ description: 'It honours everything that was revoked by then.' }),
    reported_at: Time,
    silent: z.boolean().meta({ description: 'Whether it has not reported for half a minute. After a day it is forgotten.' }),
  })
  .meta({ id: 'Follower' })
export type Follower = z.infer<typeof Follower>

export const Followers = z
  .object({
    as_of: Time,
    items: z.array(Follower).meta({
      description:
        'Those furthest behind first; 100 at most. Where there are more, they are those furthest behind of each standing: that report, that are silent and accept, that are silent and refuse.',
    }),
    count: z.int(),
    silent: z.int().meta({ description: 'How many of them are silent.' }),
    honoured_by_all: Time.nullable().meta({
      description: 'What was revoked by then is honoured by every follower that is not silent; null when there is none.',
    }),
  })
  .meta({ id: 'Followers' })
export type Followers = z.infer<typeof Followers>
