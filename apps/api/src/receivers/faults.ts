import type { FieldFault } from '@tessera/contract'
import type { ReceiverForm } from '@tessera/persistence'
import type { ReceiverAddresses } from './addresses.js'

/** What is said of a receiver; undefined where nothing is. */
export interface SaidOfReceiver {
  readonly url?: string | undefined
  readonly kinds?: readonly string[] | undefined
  readonly audience?: string | undefined
  readonly authorization?: string | null | undefined
}

type Field = keyof SaidOfReceiver

/** Which form has which field. */
const fields: Readonly<Record<ReceiverForm, Readonly<Record<Field, 'needed' | 'may' | 'no'>>>> = {
  webhook: { url: 'needed', kinds: 'needed', audience: 'no', authorization: 'no' },
  set_push: { url: 'needed', kinds: 'no', audience: 'may', authorization: 'may' },
  set_poll: { url: 'no', kinds: 'no', audience: 'may', authorization: 'no' },
}

const whose: Readonly<Record<Field, string>> = {
  url: 'is of webhooks and pushes: a poll asks by itself',
  kinds: 'is of webhooks: security event tokens tell of every revocation',
  audience: 'is of security event tokens',
  authorization: 'is of pushes: a webhook is signed',
}

/** Says what is wrong with the fields for this form; empty when they fit. @param begins whether it is registered: what is needed must be there */
export function faultsOfFields(form: ReceiverForm, said: SaidOfReceiver, begins: boolean): readonly FieldFault[] {
  return (Object.keys(whose) as Field[]).flatMap((field): FieldFault[] => {
    const has = fields[form][field]
    if (said[field] !== undefined && has === 'no') return [{ field: `body.${field}`, fault: `must not be there: it ${whose[field]}` }]
    if (said[field] === undefined && has === 'needed' && begins)
      return [{ field: `body.${field}`, fault: `is missing: a ${form} needs it` }]
    return []
  })
}

/**
 * Says that what was given for one server is not sent to another: who changes the address has to give the authorization again, or take it away. Else whoever
 * may change a receiver could have it sent to themselves, which is shown to nobody.
 */
export function faultsOfMove(
  before: { readonly url: string | null; readonly hasAuthorization: boolean },
  { url, authorization }: SaidOfReceiver,
): readonly FieldFault[] {
  if (url === undefined || before.url === null || !before.hasAuthorization || authorization !== undefined || !URL.canParse(url)) return []
  if (new URL(url).origin === new URL(before.url).origin) return []
  return [{ field: 'body.authorization', fault: 'must be given again, or null: what was given for the old address is not sent to another' }]
}

/** Says what is wrong with an address, as far as can be known now: a name that nobody has yet may get an address later. */
export async function faultsOfUrl(addresses: ReceiverAddresses, text: string | undefined): Promise<readonly FieldFault[]> {
  if (text === undefined) return []
  const fault = (words: string): readonly FieldFault[] => [{ field: 'body.url', fault: words }]
  if (!URL.canParse(text)) return fault('must be an http or https address')
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    return fault('must not have a name or a password in it: everybody who may look would see them')
  const found = await addresses.of(url)
  if (!('refusal' in found)) return []
  switch (found.refusal) {
    case 'refused_scheme':
      return fault('must begin with https://')
    case 'refused_address':
      return fault('must be on the public internet: it leads to a network that the setting RECEIVER_NETWORKS does not allow')
    case 'unresolved':
      return []
  }
}
