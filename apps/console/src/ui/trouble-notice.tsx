import Link from 'next/link'
import { inWords, isPassing, type Trouble } from '../api/trouble'
import { buttonLook } from './button'
import { Notice } from './notice'
import { Retry } from './retry'

/** A trouble on a page. `undone` says what was not done: “The sessions were not loaded.” */
export function TroubleNotice({ trouble, undone, heading = 'h2' }: { trouble: Trouble; undone: string; heading?: 'h1' | 'h2' }) {
  const { title, advice } = inWords(trouble)
  const passing = isPassing(trouble)
  return (
    <Notice title={title} heading={heading} role="alert">
      <p>
        {passing && 'You are still signed in. '}
        {undone} {advice}
      </p>
      {trouble.kind === 'second_factor_missing' && (
        <Link href="/account/security#second-factor" prefetch={false} className={buttonLook({ look: 'primary' })}>
          Set up a second factor
        </Link>
      )}
      {passing && <Retry />}
    </Notice>
  )
}
