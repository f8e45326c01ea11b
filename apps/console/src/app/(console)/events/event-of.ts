import 'server-only'
import { type LogEvent, routes } from '@tessera/contract'
import { ask } from '../../../session/viewer'

/** The event that an address names; null when there is none, or none within reach. */
export async function eventOf(id: string | readonly string[] | undefined): Promise<LogEvent | null> {
  if (typeof id !== 'string' || !/^[1-9]\d{0,14}$/.test(id)) return null
  // The newest of those up to it is the event itself, if it is there.
  const answer = await ask(routes.listEvents, { query: { after: Number(id) + 1, limit: 1 } })
  return (answer.ok && answer.body.items.find((event) => event.id === id)) || null
}
