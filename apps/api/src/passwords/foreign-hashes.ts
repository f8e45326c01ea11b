import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verify as verifyArgon2 } from '@node-rs/argon2'
import { readPasswordHash } from '@tessera/persistence'
import { compare } from 'bcrypt'
import { normalised } from './normalised.js'

/** What bcrypt looks at; the other systems cut there, too. */
const bcryptBytes = 72

/**
 * Whether this is the password of a hash of ours or of one that moved in from another system: argon2, bcrypt, scrypt or PBKDF2. Another system may have hashed the password
 * as it was typed, and not in our form: where the two differ, both are tried. A hash that cannot be read opens nothing.
 */
export async function matches(stored: string, password: string): Promise<boolean> {
  const form = normalised(password)
  return (await isHashOf(stored, form)) || (form !== password && (await isHashOf(stored, password)))
}

async function isHashOf(stored: string, password: string): Promise<boolean> {
  const read = readPasswordHash(stored)
  if (typeof read === 'string') return false
  const typed = Buffer.from(password)
  switch (read.kind) {
    case 'argon2':
      return verifyArgon2(read.text, typed)
    case 'bcrypt':
      return compare(typed.subarray(0, bcryptBytes), read.text)
    case 'scrypt': {
      const { cost, blockSize, parallelism, salt, key } = read
      return timingSafeEqual(await scryptOf(typed, salt, key.length, { cost, blockSize, parallelization: parallelism }), key)
    }
    case 'pbkdf2':
      return timingSafeEqual(await pbkdf2Of(typed, read.salt, read.iterations, read.key.length, read.digest), read.key)
  }
}

const pbkdf2Of = promisify(pbkdf2)

/** OpenSSL's own bound of 32 MiB is below ours. */
function scryptOf(password: Buffer, salt: Buffer, length: number, cost: { cost: number; blockSize: number; parallelization: number }) {
  const maxmem = 128 * cost.cost * cost.blockSize + 128 * cost.blockSize * cost.parallelization + 1024 * 1024
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, length, { ...cost, maxmem }, (fault, key) => (fault ? reject(fault) : resolve(key)))
  })
}
