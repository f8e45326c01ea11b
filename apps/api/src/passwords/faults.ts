import { dictionary } from '@zxcvbn-ts/language-common'
import { normalised } from './normalised.js'

const fewestCharacters = 8
const mostBytes = 1024
/** Shorter names stand in too many good passwords by chance. */
const tellingName = 4

const common: ReadonlySet<string> = new Set(dictionary['passwords-common'].filter((password) => password.length >= fewestCharacters))

/**
 * What is wrong with a password that is being set (NIST SP 800-63B §3.1.1.2): each a clause that follows "the password". Empty when it may
 * be used. No rules about digits and signs: they make passwords worse.
 */
export function faultsOfPassword(password: string, email: string): readonly string[] {
  const chosen = normalised(password)
  const faults: string[] = []
  if ([...chosen].length < fewestCharacters) faults.push(`must have at least ${fewestCharacters} characters`)
  if (Buffer.byteLength(chosen) > mostBytes) faults.push(`must have at most ${mostBytes} bytes of UTF-8`)
  const folded = chosen.normalize('NFKC').toLowerCase()
  if (common.has(folded)) faults.push('is one of the most common passwords, and would be guessed at once')
  const address = email.toLowerCase()
  const name = address.slice(0, address.lastIndexOf('@'))
  if (name.length >= tellingName && folded.includes(name)) faults.push('must not contain the name in the e-mail address')
  else if (folded.includes(address) || address.includes(folded)) faults.push('must not be made of the e-mail address')
  return faults
}
