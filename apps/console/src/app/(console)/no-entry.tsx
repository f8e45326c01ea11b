import type { Me } from '@tessera/contract'
import Link from 'next/link'
import type { Answer } from '../../api/answer'
import { buttonLook } from '../../ui/button'
import { Notice } from '../../ui/notice'
import { TroubleNotice } from '../../ui/trouble-notice'

/** Whether this is for somebody with a role, and with the second factor that the role may need. Whatever they then ask for, the API decides. */
export function mayEnter(who: Answer<Me>): who is Extract<Answer<Me>, { ok: true }> {
  return who.ok && who.body.roles.length > 0 && (who.body.second_factor || !who.body.second_factor_required)
}

/** Stands for a page whose reader may not enter it. `undone` says what was not done. */
export function NoEntry({ who, undone }: { who: Answer<Me>; undone: string }) {
  const trouble = who.ok ? (who.body.roles.length > 0 ? ({ kind: 'second_factor_missing' } as const) : null) : who.trouble
  return (
    <div className="grid flex-1 place-items-center p-4">
      {trouble ? (
        <TroubleNotice trouble={trouble} heading="h1" undone={undone} />
      ) : (
        <Notice title="Your account has no role here" heading="h1">
          <p>This page is for people who look after everybody’s sessions. An owner can give you a role for that.</p>
          <Link href="/account" prefetch={false} className={buttonLook()}>
            Go to your account
          </Link>
        </Notice>
      )}
    </div>
  )
}
