/** OWASP's first choice for argon2id at 19 MiB; the library's variant is argon2id unless told otherwise. */
export const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const todays = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`

/** Whether a password should be hashed anew when it is next shown: its hash has another cost than today's, or is another system's. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(todays)
}
