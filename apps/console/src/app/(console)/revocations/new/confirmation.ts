import type { RevocationPreview } from '@tessera/contract'
import type { Target } from './target'

/** From how many sessions on their number has to be typed. */
export const typedFrom = 25

/** What has to be typed before a revocation begins: one of these. */
export interface Owed {
  readonly label: string
  readonly accepted: readonly string[]
}

/** What is owed for this; null where pressing the button is enough. @param name of the user, company or client whose everything ends */
export function owedFor(target: Target, { count }: Pick<RevocationPreview, 'count'>, name: string | null): Owed | null {
  if (target.kind !== 'everything') {
    return count < typedFrom ? null : { label: `Type ${count.toLocaleString('en')}, the number of sessions`, accepted: [String(count)] }
  }
  const { scope, of } = target
  if (of === null) return { label: 'Type everything', accepted: ['everything'] }
  const words = { user: 'the e-mail or id of the user', company: 'the name or id of the company', client: 'the name or id of the client' }
  return { label: `Type ${scope === 'platform' ? '' : words[scope]}`, accepted: [of, ...(name === null ? [] : [name])] }
}

/** Whether what was typed is what is owed, however its case, its spaces and its thousands are written. */
export function isConfirmed(owed: Owed | null, typed: string): boolean {
  return owed === null || owed.accepted.some((words) => plain(words) === plain(typed))
}

function plain(words: string): string {
  const text = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase()
  return /^[\d., ’']+$/.test(text) ? text.replace(/\D/g, '') : text
}
