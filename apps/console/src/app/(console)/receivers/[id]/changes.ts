import type { Receiver } from '@tessera/contract'
import { textIn } from '../../../../api/form-text'
import { receiverIn } from '../receiver-form'

/** What somebody saw of a receiver when they began to change it, by words that can be said to them. */
export function seenOf({ name, url, kinds, audience, has_authorization }: Receiver) {
  return { name, address: url, list_of_events: kinds && [...kinds].sort(), audience, authorization: has_authorization }
}

/** What a form changes of a receiver: what is different from how it is. An audience or an authorization that is left empty stays. */
export function changesIn(form: FormData, now: Receiver): Readonly<Record<string, unknown>> {
  const { name, url, kinds, audience, authorization } = receiverIn(form)
  const typed = {
    ...{ name: typeof name === 'string' ? name.trim() : name, url, kinds: Array.isArray(kinds) ? kinds.sort() : kinds, audience },
    authorization: textIn(form, 'no_authorization') === 'yes' ? null : authorization,
  }
  const before: Readonly<Record<string, unknown>> = { ...now, kinds: now.kinds && [...now.kinds].sort() }
  return Object.fromEntries(
    Object.entries(typed).filter(([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(before[field])),
  )
}
