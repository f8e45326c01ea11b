import type { Answer } from '../api/answer'

const digits = new Intl.NumberFormat('en')

export interface Counted {
  readonly count: number
  readonly count_capped: boolean
}

/** “1 session”, “1,000+ sessions” where counting stopped. */
export function countWords({ count, count_capped }: Counted, one: string, many: string): string {
  return `${digits.format(count)}${count_capped ? '+' : ''} ${count === 1 && !count_capped ? one : many}`
}

/** How many were found, beside the title. */
export async function Count({ found, one, many }: { found: Promise<Answer<Counted>>; one: string; many: string }) {
  const answer = await found
  if (!answer.ok) return null
  const { count, count_capped } = answer.body
  return count === 0 && count_capped ? `how many ${many} is not known` : countWords(answer.body, one, many)
}
