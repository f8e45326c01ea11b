import type { Answer } from '../api/answer'

const digits = new Intl.NumberFormat('en')

export interface Counted {
  readonly count: number
  readonly count_capped: boolean
}

/** “1 session”, “1,000+ sessions” where counting stopped. */
export function countWords(counted: Counted, one: string, many: string): string {
  return `${numberOf(counted)} ${nounOf(counted, one, many)}`
}

const numberOf = ({ count, count_capped }: Counted): string => `${digits.format(count)}${count_capped ? '+' : ''}`
const nounOf = ({ count, count_capped }: Counted, one: string, many: string): string => (count === 1 && !count_capped ? one : many)

/** How many were found, beside the title. In narrow windows the title is the noun: with another, the number’s arrival pushed the button below it to a second line. */
export async function Count({ found, one, many }: { found: Promise<Answer<Counted>>; one: string; many: string }) {
  const answer = await found
  if (!answer.ok) return null
  const { count, count_capped } = answer.body
  if (count === 0 && count_capped) return `how many ${many} is not known`
  return (
    <>
      {numberOf(answer.body)} <span className="max-sm:sr-only">{nounOf(answer.body, one, many)}</span>
    </>
  )
}
