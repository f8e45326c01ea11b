/**
 * The form of a password that is hashed (RFC 8265 §4.2, OpaqueString): the same however a keyboard composes its accents and spaces.
 * Nothing is dropped or cut.
 */
export function normalised(password: string): string {
  return password.replace(/\p{Zs}/gu, ' ').normalize('NFC')
}
