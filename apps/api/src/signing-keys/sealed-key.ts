import { createPrivateKey, type KeyObject } from 'node:crypto'
import { Sealing } from '../sealing/sealing.js'

/** The stored private key does not open: it was sealed under another master secret, or altered. */
export class KeyDoesNotOpen extends Error {
  override readonly name = 'KeyDoesNotOpen'

  constructor(kid: string) {
    super(
      `TESSERA_SECRET does not decrypt the signing key ${kid} in the database. Start with the secret that this database was first started with; or, if it is lost, see README.md, Operations: a new one can be set, and what this one sealed is lost with it, authenticators among others.`,
    )
  }
}

/**
 * Encrypts a private key for the database, bound to the `kid`, so that no row's key can be put into another row.
 *
 * @returns what opens to its PKCS #8
 */
export function seal(privateKey: KeyObject, kid: string, masterSecret: KeyObject): Uint8Array<ArrayBuffer> {
  return sealing(masterSecret).seal(privateKey.export({ type: 'pkcs8', format: 'der' }), kid)
}

/** Decrypts what `seal` made. @throws KeyDoesNotOpen */
export function unseal(sealed: Uint8Array, kid: string, masterSecret: KeyObject): KeyObject {
  try {
    return createPrivateKey({ key: sealing(masterSecret).open(sealed, kid), type: 'pkcs8', format: 'der' })
  } catch {
    throw new KeyDoesNotOpen(kid)
  }
}

function sealing(masterSecret: KeyObject): Sealing {
  return new Sealing(masterSecret, 'tessera signing keys v1')
}
