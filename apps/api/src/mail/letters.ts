import type { MailedSession } from '@tessera/persistence'
import { knownNamesOf } from '../sessions/device.js'
import type { Letter } from './letter.js'
import type { Asker, MailContents, MailKind } from './mail-contents.js'
import { writtenName } from './written-name.js'

type Sealed = { readonly [Kind in MailKind as MailContents[Kind] extends null ? never : Kind]: NonNullable<MailContents[Kind]> }
export type SealedKind = keyof Sealed
export type SessionKind = Exclude<MailKind, SealedKind>

type ShownDevice = Pick<MailedSession, 'deviceName' | 'userAgent'>

const notYou = 'If it was not you, set a new password now, and look at your sessions.'
const ignore = 'If you did not ask for this, nothing has changed and you need do nothing.'

/** The letters about accounts, by their kind. @param console the console's own address, without a slash */
export const accountLetters: { readonly [Kind in SealedKind]: (contents: Sealed[Kind], console: string) => Letter } = {
  verification: ({ to, code, ...asker }, console) => ({
    subject: 'Your verification code',
    lead: 'Enter this code to show that this address is yours. It is good for ten minutes.',
    code,
    link: { words: 'Verify this address', url: `${console}/verify#${new URLSearchParams({ email: to, code })}` },
    facts: factsOf(asker),
    advice: ['If you did not sign up, somebody typed your address. Do not enter the code: the account would be theirs.'],
  }),
  signed_up_already: (asker, console) => ({
    subject: 'You have an account already',
    lead: 'Somebody signed up with this address, which has an account. Nothing was changed.',
    link: { words: 'Sign in', url: `${console}/sign-in` },
    facts: factsOf(asker),
    advice: ['If you forgot your password, ask for a link on the sign-in page.', 'If it was not you, you need do nothing.'],
  }),
  password_reset: ({ token, ...asker }, console) => ({
    subject: 'Set a new password',
    lead: 'This link sets a new password. It is good once, and for one hour.',
    link: { words: 'Set a new password', url: `${console}/reset#${new URLSearchParams({ token })}` },
    facts: factsOf(asker),
    advice: ['It signs you out everywhere.', ignore],
  }),
  password_reset_forced: ({ token }, console) => ({
    subject: 'Set a new password',
    lead: 'An administrator asks you to set a new password. The old one opens nothing any more, and you are signed out everywhere.',
    link: { words: 'Set a new password', url: `${console}/reset#${new URLSearchParams({ token })}` },
    advice: ['The link is good once. When it has expired, ask for another on the sign-in page.'],
  }),
  invitation: ({ token, invitedBy }, console) => ({
    subject: 'You are invited',
    lead: 'An account was made for you. Choose a password to open it.',
    link: { words: 'Choose a password', url: `${console}/reset#${new URLSearchParams({ invitation: token })}` },
    facts: [['Invited by', invitedBy]],
    advice: ['The link is good once, and for seven days.', 'If you know of no invitation, you need do nothing.'],
  }),
  password_changed: ({ at, ...asker }, console) => ({
    subject: 'Your password was changed',
    lead: 'The password of your account was changed, and your other sessions have ended.',
    link: { words: 'Look at your sessions', url: `${console}/account/sessions` },
    facts: [['When', whenOf(at)], ...factsOf(asker)],
    advice: ['If it was not you, set a new one at once: choose “Forgot password” on the sign-in page.'],
  }),
  email_change: ({ code }) => ({
    subject: 'Confirm your new address',
    lead: 'Enter this code where you asked for the change, and this address becomes your account’s. It is good for ten minutes.',
    code,
    advice: [ignore],
  }),
  email_change_taken: (_contents, console) => ({
    subject: 'This address has an account already',
    lead: 'Somebody wanted to change the address of their account to this one, which has an account. Nothing was changed.',
    link: { words: 'Sign in', url: `${console}/sign-in` },
    advice: ['If it was not you, you need do nothing.'],
  }),
  email_changed: ({ newEmail, at, ...asker }, console) => ({
    subject: 'The address of your account was changed',
    lead: 'Your account has another address now. This one gets no more mails of it.',
    link: { words: 'Look at your sessions', url: `${console}/account/sessions` },
    facts: [['New address', newEmail], ['When', whenOf(at)], ...factsOf(asker)],
    advice: ['If it was not you, tell whoever runs this service: you cannot undo it yourself.'],
  }),
  second_factor_changed: ({ what, at }, console) => ({
    subject: 'The second factor of your account was changed',
    lead: secondFactorWords[what],
    link: { words: 'Look at your account', url: `${console}/account/security` },
    facts: [['When', whenOf(at)]],
    advice: [notYou],
  }),
}

/** The letters about sessions. */
export const sessionLetters: { readonly [Kind in SessionKind]: (session: MailedSession, console: string) => Letter } = {
  new_device: (session, console) => ({
    subject: 'A sign-in from a new device',
    lead: 'Your account was signed in to from a device that it had not been used on before.',
    link: { words: 'Look at your sessions', url: `${console}/account/sessions` },
    facts: [['When', whenOf(Date.parse(session.startedAt))], ...deviceFacts(session, session.ip)],
    advice: ['If it was you, you need do nothing.', notYou],
  }),
  reuse_detected: (session, console) => ({
    subject: 'A session of yours was ended: its token was used twice',
    lead: 'Two parties used the same refresh token of one of your sessions, so somebody may have copied it. The session was ended for both.',
    link: { words: 'Look at your sessions', url: `${console}/account/sessions` },
    facts: [
      ['Signed in', whenOf(Date.parse(session.startedAt))],
      ...(session.revokedAt === null ? [] : [['Ended', whenOf(Date.parse(session.revokedAt))] as const]),
      ...deviceFacts(session, session.lastIp),
    ],
    advice: ['Sign in again on that device. If it may be infected or lost, change your password first.'],
  }),
}

const secondFactorWords = {
  added: 'Signing in to your account needs a code of your authenticator from now on.',
  removed: 'The second factor was turned off: the password alone signs in to your account again.',
  taken_by_admin:
    'An administrator took the second factor away: the password alone signs in to your account again. You are signed out everywhere.',
  recovery_codes_renewed: 'New recovery codes were made. The older ones are good no more.',
} as const

function factsOf({ ip, userAgent }: Asker): readonly (readonly [string, string])[] {
  return deviceFacts({ deviceName: null, userAgent }, ip)
}

function deviceFacts({ deviceName, userAgent }: ShownDevice, ip: string | null): readonly (readonly [string, string])[] {
  const { browser, system } = knownNamesOf(userAgent)
  const known = [browser, system].filter(Boolean).join(' on ') || 'unknown device'
  const words = deviceName === null ? known : `“${writtenName(deviceName)}”, ${known}`
  return [['Device', words], ...(ip === null ? [] : [['IP address', ip] as const])]
}

function whenOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
