import type { eventKinds, UserEvent } from '@tessera/contract'
import { reasonWords } from '../app/(console)/sessions/state'

type Told = Pick<UserEvent, 'kind' | 'reason' | 'details'>

type Kind = (typeof eventKinds)[number]

/** Every kind of event in words. A log may know more, of later versions. */
export const kindWords: Readonly<Record<Kind, string>> = {
  session_started: 'Signed in',
  session_moved: 'A session moved to another network or browser',
  session_branched: 'A refresh token came back late',
  session_ended: 'A session ended',
  watermark_set: 'All sessions ended',
  revocation_created: 'A revocation of many sessions was begun',
  revocation_stopped: 'A revocation of many sessions was stopped',
  user_created: 'The account was created',
  user_invited: 'Invited by mail',
  invitation_accepted: 'Set a first password, with the link of the invitation',
  user_signed_up: 'Signed up',
  user_imported: 'Moved in from another system',
  user_changed: 'The account was changed',
  user_moved: 'Moved to another company',
  user_disabled: 'Disabled',
  user_enabled: 'Enabled',
  user_deleted: 'Deleted, and what was personal erased',
  email_verified: 'The e-mail address was verified',
  email_change_asked: 'A code to change the e-mail address was asked for',
  email_changed: 'The e-mail address was changed',
  password_changed: 'The password was changed',
  password_reset: 'A new password was set, with a link that was mailed',
  password_reset_asked: 'A link to set a new password was asked for',
  password_reset_forced: 'The password was taken away, and a link was mailed to set a new one',
  second_factor_added: 'A second factor was set up',
  second_factor_removed: 'The second factor was turned off',
  recovery_codes_renewed: 'New recovery codes were made',
  recovery_code_used: 'A recovery code was used',
  api_key_created: 'An API key was created',
  api_key_revoked: 'An API key was revoked',
  client_created: 'A client was created',
  client_changed: 'A client was changed',
  client_disabled: 'A client was disabled',
  client_enabled: 'A client was enabled',
  client_secret_rotated: 'A client got another secret',
  company_created: 'A company was created',
  company_renamed: 'A company was renamed',
  signing_key_created: 'A signing key was created',
  signing_key_hastened: 'A signing key was told to sign at once',
  signing_key_withdrawn: 'A signing key was withdrawn',
  receiver_created: 'A receiver was created',
  receiver_changed: 'A receiver was changed',
  receiver_removed: 'A receiver was removed',
  receiver_secret_rotated: 'A receiver got another secret',
  receiver_tested: 'A receiver was tested',
  receiver_told_again: 'A receiver was to be told something again',
  sessions_exported: 'Sessions were exported',
  events_exported: 'The event log was exported',
}

// Not by the name of a property: a kind comes out of an address, and every object has a `constructor`.
const sentences = new Map<string, string>(Object.entries(kindWords))
const reasons = new Map<string, string>(Object.entries(reasonWords))

/** An event as a sentence. One that is not known here is shown by its plain kind. */
export function eventSentence({ kind, reason }: Told): string {
  const sentence = sentences.get(kind) ?? plain(kind)
  return reason === null ? sentence : `${sentence}: ${lowered(reasons.get(reason) ?? plain(reason))}`
}

/** Who did what nobody's account is known to have done: a login, a refresh or a forgotten password is somebody's request; what has a reason, a rule's deed. */
export function actorless({ reason, ip }: Pick<UserEvent, 'reason' | 'ip'>): string {
  return reason === null && ip !== null ? 'whoever asked' : 'a rule'
}

/** What is told beside the sentence, as name and value: “roles: support → auditor”. The log never has a name of somebody, only that it changed. */
export function eventDetails({ details }: Told): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(details ?? {})
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ({ name: name.replaceAll('_', ' '), value: name === 'name' && value === true ? 'changed' : valueWords(value) }))
}

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isChange(value)) return `${valueWords(value.from)} → ${valueWords(value.to)}`
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value.join(', ') || 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function isChange(value: unknown): value is { readonly from: unknown; readonly to: unknown } {
  return typeof value === 'object' && value !== null && 'from' in value && 'to' in value
}

function plain(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function lowered(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
