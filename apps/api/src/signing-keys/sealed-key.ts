import { createCipheriv, createDecipheriv, createPrivateKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

/** The stored private key does not open: it was sealed under another master secret, or altered. */
export class KeyDoesNotOpen extends Error {
  override readonly name = 'KeyDoesNotOpen'

  constructor(kid: string) {
    super(
      `TESSERA_SECRET does not decrypt the signing key ${kid} in the database. Start with the secret that this database was first started with; or, if it is lost, delete the rows of signing_keys: new keys are made then, and access tokens that are out stop working until they are refreshed.`,
    )
  }
}

const nonceLength = 12
const tagLength = 16

/**
 * Encrypts a private key for the database: AES-256-GCM under a key derived from the master secret, bound to the `kid`, so that no row's
 * key can be put into another row.
 *
 * @returns nonce, ciphertext (of PKCS #8) and tag, one after the other
 */
export function seal(privateKey: KeyObject, kid: string, masterSecret: KeyObject): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(masterSecret), nonce).setAAD(Buffer.from(kid))
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' })
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
}

/** Decrypts what `seal` made. @throws KeyDoesNotOpen */
export function unseal(sealed: Uint8Array, kid: string, masterSecret: KeyObject): KeyObject {
  const bytes = Buffer.from(sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(masterSecret), bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      .setAAD(Buffer.from(kid))
      .setAuthTag(bytes.subarray(-tagLength))
    const plain = Buffer.concat([decipher.update(bytes.subarray(nonceLength, -tagLength)), decipher.final()])
    return createPrivateKey({ key: plain, type: 'pkcs8', format: 'der' })
  } catch {
    throw new KeyDoesNotOpen(kid)
  }
}

function keyFrom(masterSecret: KeyObject): Buffer {
  return Buffer.from(hkdfSync('sha256', masterSecret, Buffer.alloc(0), 'tessera signing keys v1', 32))
}
