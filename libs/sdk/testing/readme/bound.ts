import { createSession, dpop, indexedDbKeys, localStorageStore } from '@tessera/sdk'

export const session = createSession({ baseUrl: 'http://localhost:3333', store: localStorageStore(), dpop: dpop(indexedDbKeys()) })
