import type { AdminSessionPage } from '@tessera/contract'
import type { Answer } from '../../../api/answer'

const digits = new Intl.NumberFormat('en')

/** How many were found, beside the title: “1,000+ sessions” where counting stopped. */
export async function Count({ found }: { found: Promise<Answer<AdminSessionPage>> }) {
  const answer = await found
  if (!answer.ok) return null
  const { count, count_capped } = answer.body
  return `${digits.format(count)}${count_capped ? '+' : ''} ${count === 1 && !count_capped ? 'session' : 'sessions'}`
}
