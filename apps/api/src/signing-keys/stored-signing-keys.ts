import type { SigningKeyStore } from '@tessera/persistence'

/** The signing keys' store, under a name that Nest can inject. */
export abstract class StoredSigningKeys implements SigningKeyStore {
  abstract published: SigningKeyStore['published']
  abstract list: SigningKeyStore['list']
  abstract createFirst: SigningKeyStore['createFirst']
  abstract rotate: SigningKeyStore['rotate']
  abstract rotateOld: SigningKeyStore['rotateOld']
  abstract withdraw: SigningKeyStore['withdraw']
}
