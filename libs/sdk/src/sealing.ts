import { bytesOf, textOf } from './base64url.js'

export interface Sealing {
  close(text: string): Promise<string>
  /** Null for what was not sealed with this secret and for this purpose. */
  open(sealed: string): Promise<string | null>
}

const ivLength = 12

/** Encrypts with AES-256-GCM, under a key derived from the secret (HKDF). What is sealed for one purpose cannot be opened for another. */
export function sealing(secret: string, purpose: string): Sealing {
  if (secret.length < 32) throw new TypeError('A secret that seals cookies has at least 32 random characters')
  const bytes = (text: string) => new TextEncoder().encode(text)
  const parameters = (iv: Uint8Array<ArrayBuffer>) => ({ name: 'AES-GCM', iv, additionalData: bytes(purpose) })
  const key = derived()

  async function derived(): Promise<CryptoKey> {
    const from = await crypto.subtle.importKey('raw', bytes(secret), 'HKDF', false, ['deriveKey'])
    const by = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes('tessera sdk cookies v1') }
    return crypto.subtle.deriveKey(by, from, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  }

  return {
    async close(text) {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength))
      const encrypted = new Uint8Array(await crypto.subtle.encrypt(parameters(iv), await key, bytes(text)))
      return textOf(Uint8Array.from([...iv, ...encrypted]))
    },
    async open(sealed) {
      const all = bytesOf(sealed)
      if (all === null) return null
      try {
        const opened = await crypto.subtle.decrypt(parameters(all.slice(0, ivLength)), await key, all.slice(ivLength))
        return new TextDecoder().decode(opened)
      } catch {
        return null
      }
    },
  }
}
