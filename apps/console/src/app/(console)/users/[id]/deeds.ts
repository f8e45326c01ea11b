import type { AdminUser } from '@tessera/contract'

/** What an administrator does to a user with one button. */
export const deeds = ['invite', 'verify', 'reset_password', 'take_second_factor', 'disable', 'enable', 'delete'] as const
export type Deed = (typeof deeds)[number]

interface DeedWords {
  /** Of the button, and of the question. */
  readonly button: string
  /** Beside the button: what it does. */
  readonly about: string
  readonly question: string
  /** What the question says will happen. `sessions` is how many are open, in words; null when none is. */
  readonly effect: (who: string, sessions: string | null) => string
  readonly working: string
  readonly undone: string
  readonly done: (who: string) => { readonly title: string; readonly detail: string }
  /** Whether it can be done now. */
  readonly open: (user: AdminUser) => boolean
  /** Whether somebody has done it already. */
  readonly reached: (user: AdminUser) => boolean
}

const ends = (sessions: string | null) => (sessions === null ? 'No session is open now.' : `Signs out ${sessions} at once.`)

export const deedWords: Readonly<Record<Deed, DeedWords>> = {
  invite: {
    button: 'Send the invitation again',
    about: 'Mails another link to set a password, once the last one is a minute old. The links before it work no more.',
    question: 'Send the invitation again?',
    effect: (who) =>
      `${who} gets another link to set a password, and the links before it work no more. While the last one is less than a minute old, it stays as it is.`,
    working: 'Sending…',
    undone: 'No invitation was sent.',
    done: (who) => ({ title: 'Invitation sent', detail: `A link that works is on its way to ${who}, or has just been sent.` }),
    open: ({ state }) => state === 'invited',
    reached: () => false,
  },
  verify: {
    button: 'Mark as verified',
    about: 'For when you know by other means that the address is theirs.',
    question: 'Mark the address as verified?',
    effect: (who) => `From now on ${who} counts as shown to be theirs, without a code by mail.`,
    working: 'Marking…',
    undone: 'The address was not marked as verified.',
    done: (who) => ({ title: 'Marked as verified', detail: `${who} needs no code any more.` }),
    open: ({ state }) => state === 'unverified',
    reached: (user) => user.email_verified,
  },
  reset_password: {
    button: 'Reset password',
    about: 'The password opens nothing any more, every session ends, and a link to set a new one is mailed.',
    question: 'Reset the password?',
    effect: (who, sessions) => `The password opens nothing any more, and ${who} gets a link to set a new one. ${ends(sessions)}`,
    working: 'Resetting…',
    undone: 'The password was not reset.',
    done: (who) => ({ title: 'Password reset', detail: `A link to set a new one is on its way to ${who}.` }),
    open: ({ state }) => state === 'active' || state === 'unverified',
    reached: () => false,
  },
  take_second_factor: {
    button: 'Take away second factor',
    about: 'For somebody who lost their authenticator: the password alone is then enough. Every session ends, and they are told by mail.',
    question: 'Take away the second factor?',
    effect: (who, sessions) =>
      `The password alone is then enough to sign in as ${who}, who is told by mail. Be sure that it is they who ask. ${ends(sessions)}`,
    working: 'Taking away…',
    undone: 'The second factor was not taken away.',
    done: (who) => ({ title: 'Second factor taken away', detail: `${who} signs in with the password alone, and is told by mail.` }),
    open: ({ second_factor }) => second_factor,
    reached: ({ second_factor }) => !second_factor,
  },
  disable: {
    button: 'Disable user',
    about: 'Ends every session. Until the user is enabled again, nobody signs in as them, and their API keys do not work.',
    question: 'Disable this user?',
    effect: (who, sessions) =>
      `${ends(sessions)} Until the user is enabled again, nobody can sign in as ${who}, and their API keys do not work.`,
    working: 'Disabling…',
    undone: 'The user was not disabled.',
    done: (who) => ({ title: 'User disabled', detail: `${who} is signed out everywhere.` }),
    open: ({ state }) => state !== 'disabled',
    reached: ({ state }) => state === 'disabled',
  },
  enable: {
    button: 'Enable user',
    about: 'Lets the user sign in again, and their API keys work again. The sessions that ended stay ended.',
    question: 'Enable this user?',
    effect: (who) => `${who} can sign in again, and their API keys that are live work again. The sessions that ended stay ended.`,
    working: 'Enabling…',
    undone: 'The user was not enabled.',
    done: (who) => ({ title: 'User enabled', detail: `${who} can sign in again.` }),
    open: ({ state }) => state === 'disabled',
    reached: ({ state }) => state !== 'disabled' && state !== 'deleted',
  },
  delete: {
    button: 'Delete user',
    about: 'Erases what is personal, for good. The id and what happened stay in the event log.',
    question: 'Delete this user?',
    effect: (who, sessions) =>
      `${ends(sessions)} Erased for good: the address ${who}, the name, the password, the second factor, and where and on what they signed in. Their API keys are revoked. What stays: the id, and the event log, which names nobody.`,
    working: 'Deleting…',
    undone: 'The user was not deleted.',
    done: (who) => ({ title: 'User deleted', detail: `What was personal of ${who} is erased.` }),
    open: () => true,
    reached: ({ state }) => state === 'deleted',
  },
}

/**
 * The deeds that make sense for a user as they are.
 *
 * @param own whether it is the administrator who looks: their own second factor is turned off in their account, with the password and a code
 */
export function deedsFor(user: AdminUser, own: boolean): readonly Deed[] {
  if (user.state === 'deleted') return []
  return deeds.filter((deed) => deedWords[deed].open(user) && !(own && deed === 'take_second_factor'))
}
