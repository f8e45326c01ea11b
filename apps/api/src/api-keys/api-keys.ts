import type { ApiKeyStore } from '@tessera/persistence'

/** The API keys' store, under a name that Nest can inject. */
export abstract class ApiKeys implements ApiKeyStore {
  abstract create: ApiKeyStore['create']
  abstract find: ApiKeyStore['find']
  abstract list: ApiKeyStore['list']
  abstract revoke: ApiKeyStore['revoke']
  abstract authenticate: ApiKeyStore['authenticate']
  abstract standing: ApiKeyStore['standing']
  abstract touch: ApiKeyStore['touch']
}
