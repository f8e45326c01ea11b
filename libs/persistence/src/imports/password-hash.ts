/** What another system made of a password, in a form that we can check. Costs are within bounds: checking one at a login is no attack on us. */
export type PasswordHash =
  | { readonly kind: 'argon2'; readonly text: string }
  | { readonly kind: 'bcrypt'; readonly text: string }
  | {
      readonly kind: 'scrypt'
      readonly cost: number
      readonly blockSize: number
      readonly parallelism: number
      readonly salt: Buffer
      readonly key: Buffer
    }
  | {
      readonly kind: 'pbkdf2'
      readonly digest: 'sha1' | 'sha256' | 'sha512'
      readonly iterations: number
      readonly salt: Buffer
      readonly key: Buffer
    }

/** Why a hash is not taken. */
export type UnreadPasswordHash = 'hash_not_supported' | 'hash_malformed' | 'hash_too_costly' | 'hash_too_weak'

const mebibyte = 1024 * 1024
const mostBcryptCost = 15
const mostScryptMemory = 64 * mebibyte
const mostScryptWork = 2 ** 23
const mostIterations = { sha1: 3_000_000, sha256: 2_000_000, sha512: 1_000_000 } as const
const mostArgon2Kibibytes = 256 * 1024
/** Passes times KiB: about two seconds of one core. */
const mostArgon2Work = 1024 * 1024
const mostArgon2Lanes = 16
/** A shorter salt or key is a broken export. */
const fewestKeyBytes = 16
const mostBytes = 128

/**
 * Reads a password hash in PHC or modular crypt format: argon2 (all three), bcrypt (`$2a$`, `$2b$`, `$2y$`), scrypt (`$scrypt$ln=…`), PBKDF2 with SHA-1, SHA-256 or
 * SHA-512 (`$pbkdf2-sha256$i=…`, passlib's without the `i=`, Django's `pbkdf2_sha256$…`). Django's
 * names before argon2 and bcrypt are read over.
 */
export function readPasswordHash(text: string): PasswordHash | UnreadPasswordHash {
  if (text.length > 1024) return 'hash_malformed'
  if (/^(argon2)?\$argon2(id|i|d)\$/.test(text)) return argon2(text.slice(text.indexOf('$')))
  if (/^(bcrypt\$)?\$2[aby]\$/.test(text)) return bcrypt(text.replace(/^bcrypt\$/, ''))
  if (text.startsWith('$scrypt$')) return scrypt(text)
  if (/^\$pbkdf2(-|\$)/.test(text)) return pbkdf2(text)
  if (text.startsWith('pbkdf2_')) return django(text)
  return 'hash_not_supported'
}

function argon2(text: string): PasswordHash | UnreadPasswordHash {
  const found =
    /^\$argon2(?:id|i|d)\$(?:v=(?:16|19)\$)?m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,8})\$([A-Za-z0-9+/]+)={0,2}\$([A-Za-z0-9+/]+)={0,2}$/.exec(
      text,
    )
  if (!found) return 'hash_malformed'
  const [memory, passes, lanes] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (memory > mostArgon2Kibibytes || memory * passes > mostArgon2Work || lanes > mostArgon2Lanes) return 'hash_too_costly'
  if (passes < 1 || lanes < 1 || memory < 8 * lanes) return 'hash_malformed'
  const [salt, key] = [decoded(found[4]), decoded(found[5])]
  if (salt.length < 8 || key.length < fewestKeyBytes || salt.length > mostBytes || key.length > mostBytes) return 'hash_malformed'
  // Who checks it knows no padding.
  return { kind: 'argon2', text: text.replace(/=+(?=\$|$)/g, '') }
}

function bcrypt(text: string): PasswordHash | UnreadPasswordHash {
  const found = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text)
  if (!found) return 'hash_malformed'
  const cost = Number(found[1])
  if (cost > mostBcryptCost) return 'hash_too_costly'
  if (cost < 4) return 'hash_too_weak'
  // The three are one algorithm for passwords of less than 256 bytes, and what is longer is cut to 72 before.
  return { kind: 'bcrypt', text: `$2b$${text.slice(4)}` }
}

function scrypt(text: string): PasswordHash | UnreadPasswordHash {
  const found = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([A-Za-z0-9+/.=]+)\$([A-Za-z0-9+/.=]+)$/.exec(text)
  if (!found) return 'hash_malformed'
  const [logCost, blockSize, parallelism] = [Number(found[1]), Number(found[2]), Number(found[3])]
  if (logCost < 1 || blockSize < 1 || parallelism < 1) return 'hash_malformed'
  const cost = 2 ** logCost
  if (128 * cost * blockSize > mostScryptMemory || cost * blockSize * parallelism > mostScryptWork) return 'hash_too_costly'
  return withKey({ kind: 'scrypt', cost, blockSize, parallelism }, decoded(found[4]), decoded(found[5]))
}

function pbkdf2(text: string): PasswordHash | UnreadPasswordHash {
  const found = /^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,10})(?:,l=\d{1,4})?\$([A-Za-z0-9+/.=]+)\$([A-Za-z0-9+/.=]+)$/.exec(text)
  return found ? ofIterations(found[1] ?? 'sha1', found[2], decoded(found[3]), decoded(found[4])) : 'hash_malformed'
}

/** Django's salt is the characters themselves: those that PostgreSQL can keep, or the one line would break its whole batch. */
function django(text: string): PasswordHash | UnreadPasswordHash {
  const found = /^pbkdf2_(sha1|sha256|sha512)\$(\d{1,10})\$([^$\p{Cc}\p{Cs}]{1,128})\$([A-Za-z0-9+/=]+)$/u.exec(text)
  return found ? ofIterations(found[1] ?? '', found[2], Buffer.from(found[3] ?? ''), decoded(found[4])) : 'hash_malformed'
}

function ofIterations(digest: string, written: string | undefined, salt: Buffer, key: Buffer): PasswordHash | UnreadPasswordHash {
  const iterations = Number(written)
  if (digest !== 'sha1' && digest !== 'sha256' && digest !== 'sha512') return 'hash_not_supported'
  if (iterations < 1) return 'hash_malformed'
  // A key longer than its digest is computed a piece at a time, each with all the iterations.
  const pieces = Math.ceil(key.length / { sha1: 20, sha256: 32, sha512: 64 }[digest])
  if (iterations * pieces > mostIterations[digest]) return 'hash_too_costly'
  return withKey({ kind: 'pbkdf2', digest, iterations }, salt, key)
}

function withKey<const Known extends object>(known: Known, salt: Buffer, key: Buffer) {
  const isBroken = key.length < fewestKeyBytes || key.length > mostBytes || salt.length === 0 || salt.length > mostBytes
  return isBroken ? 'hash_malformed' : { ...known, salt, key }
}

/** Base64, with passlib's `.` for `+`. */
function decoded(text = ''): Buffer {
  return Buffer.from(text.replaceAll('.', '+'), 'base64')
}
