import * as z from 'zod'
import { CompanyId } from './companies.js'
import { page } from './page.js'
import { ExportFormat, paging } from './sessions.js'
import { GivenTime, Id, Network, text, trimmed } from './text.js'
import { UserEvent } from './users.js'
import { wholeNumber } from './whole-number.js'

/** One entry of the event log, and whom it is about. */
export const LogEvent = UserEvent.omit({ browser: true, system: true })
  .extend({
    user: z
      .object({
        id: Id,
        email: z.string().nullable().meta({ description: 'Null when the user was deleted, or belongs to a company that you do not see.' }),
      })
      .nullable()
      .meta({ description: 'Whom it is about.' }),
    client_id: z.string().nullable(),
    company: z.object({ id: z.int(), name: z.string() }).nullable(),
  })
  .meta({ id: 'Event' })
export type LogEvent = z.infer<typeof LogEvent>

const filters = {
  q: trimmed(254).optional().meta({
    description:
      'Searches what it looks like: the id of a session or of a user (whom it is about, or who did it), a network address or network (CIDR), or the whole e-mail of a user.',
  }),
  kind: text(64)
    .optional()
    .meta({ description: 'What happened.', examples: ['session_ended'] }),
  user_id: Id.optional().meta({ description: 'Whom it is about.' }),
  by: Id.optional().meta({ description: 'Who did it.' }),
  session_id: Id.optional(),
  client_id: text(128).optional(),
  company_id: CompanyId.optional(),
  ip: Network.optional().meta({ description: 'Where the request came from: an address, or a network (CIDR).' }),
  after_time: GivenTime.optional().meta({ description: 'At that time or later.' }),
  before_time: GivenTime.optional().meta({ description: 'Before that time.' }),
}

export const ListEvents = z.strictObject({
  ...filters,
  limit: paging.limit,
  after: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional().meta({ description: 'The `next` of the page before.' }),
})
export type ListEvents = z.infer<typeof ListEvents>

export const ExportEvents = z.strictObject({ format: ExportFormat, ...filters })
export const EventPage = page(LogEvent).meta({ id: 'EventPage' })
