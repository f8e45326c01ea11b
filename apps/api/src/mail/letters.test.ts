import { expect, it } from 'vitest'
import { invitedBy } from '../users/invited-by.js'
import { htmlOf, textOf } from './letter.js'
import { accountLetters, sessionLetters } from './letters.js'
import { writtenName } from './written-name.js'

const console = 'https://console.example.com'
const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'
const verification = (userAgent: string | null) =>
  accountLetters.verification({ to: 'ada@example.com', code: '204731', ip: '192.0.2.7', userAgent }, console)
const session = {
  ...{ id: 'a session', startedAt: '2026-11-20T12:00:00.000Z', revokedAt: null, ip: '192.0.2.7', lastIp: null },
  ...{ deviceId: null, deviceName: null, userAgent: chrome },
}

it.each([
  'Your mailbox will be closed. Confirm at https://evil.example/now or lose it ',
  'Your mailbox will be closed/1 (Confirm at https://evil.example)',
  'evil.example/1.0 (Windows NT 10.0; click evil.example) Chrome',
  '',
  null,
])('a letter says of a device what we have a name for, and nothing that its user agent says: %j', (userAgent) => {
  for (const words of [textOf(verification(userAgent)), htmlOf(verification(userAgent))]) {
    expect(words).not.toMatch(/evil|closed/)
    expect(words).toContain('192.0.2.7')
  }
  expect(textOf(verification(userAgent))).toMatch(/^Device: (unknown device|(Chrome on )?Windows)$/m)
})

it('a letter names browsers and systems that we know', () => {
  expect(textOf(verification(chrome))).toContain('Device: Chrome on Linux')
})

it('a letter quotes what a device calls itself, in one line that is no link', () => {
  const deviceName = 'Ada’s phone\n\nYour account is closed: https://evil.example/now'
  const words = textOf(sessionLetters.new_device({ ...session, deviceName }, console))
  expect(words).toContain('Device: “Ada’s phone Your account is closed: https: / / evil. example…”, Chrome on Linux\n')
})

it('a code warns of what it would do, and does not say that nothing was done yet: where unverified logins are allowed, whoever signed up is in', () => {
  expect(textOf(verification(null)).replaceAll(/\s+/g, ' ')).toContain('Do not enter the code: the account would be theirs.')
})

it('an invitation says who invites: by a name that is no link, or else by the address', () => {
  expect(invitedBy({ name: 'Confirm at https://evil.example', email: 'ada@example.com' })).toBe('Confirm at https: / / evil. example')
  expect(invitedBy({ name: null, email: 'ada@example.com' })).toBe('ada@example.com')
})

it.each([
  ['Ada Lovelace', 'Ada Lovelace'],
  ['J.R.R. Tolkien', 'J. R. R. Tolkien'],
  ['Ada\r\n\u2028Lovelace\u202e', 'Ada Lovelace'],
  ['www.evil.example', 'www. evil. example'],
  ['evil。example', 'evil。 example'],
  ['ada@evil.example', 'ada@ evil. example'],
  ['😀'.repeat(61), `${'😀'.repeat(60)}…`],
])('the name %j is written %j', (name, written) => {
  expect(writtenName(name)).toBe(written)
})
