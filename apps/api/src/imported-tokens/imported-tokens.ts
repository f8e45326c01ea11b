import type { ImportedTokenStore } from '@tessera/persistence'

/** The live tokens that moved in from another system, under a name that Nest can inject. */
export abstract class ImportedTokens implements ImportedTokenStore {
  abstract exchange: ImportedTokenStore['exchange']
  abstract exchangeToEnd: ImportedTokenStore['exchangeToEnd']
  abstract read: ImportedTokenStore['read']
}
