import { endReasons } from '@tessera/contract'

/** Why somebody finds themselves on the sign-in page. The list is closed: it comes back in an address, which anybody can write. */
export const signedOutReasons = [...endReasons, 'expired', 'unknown', 'ended_own', 'left', 'left_unheard'] as const
export type SignedOutReason = (typeof signedOutReasons)[number]

const sentences: Readonly<Record<SignedOutReason, string>> = {
  logout: 'You were signed out because you signed out of this session elsewhere.',
  revoked_by_user: 'You were signed out because you ended this session from another one of yours.',
  revoked_by_admin: 'You were signed out because an administrator ended this session.',
  reuse_detected:
    'You were signed out because this session’s refresh token was used twice, which happens when somebody has copied it. Sign in again, and tell whoever looks after security here.',
  password_changed: 'You were signed out because your password was changed.',
  user_disabled: 'You were signed out because your account was disabled.',
  user_deleted: 'You were signed out because your account was deleted.',
  client_disabled: 'You were signed out because the console was disabled as a client.',
  limit_exceeded: 'You were signed out because your account reached its limit of sessions.',
  expired: 'You were signed out because this session reached its time limit.',
  unknown: 'You were signed out because the API does not know this session any more.',
  ended_own: 'You ended the session you were using, so you are signed out.',
  left: 'You are signed out.',
  left_unheard:
    'You are signed out in this browser. The API could not be told, so the session stays in the list until it expires or somebody ends it.',
}

/** Whether there is a sentence for it: a newer API may have reasons of its own. */
export function isSignedOutReason(reason: unknown): reason is SignedOutReason {
  return signedOutReasons.includes(reason as SignedOutReason)
}

/** The sentence for a reason out of an address; null for anything else. */
export function signedOutSentence(reason: unknown): string | null {
  return isSignedOutReason(reason) ? sentences[reason] : null
}
