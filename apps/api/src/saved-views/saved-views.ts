import type { SavedViewStore } from '@tessera/persistence'

/** The store of saved views, under a name that Nest can inject. */
export abstract class SavedViews implements SavedViewStore {
  abstract list: SavedViewStore['list']
  abstract save: SavedViewStore['save']
  abstract forget: SavedViewStore['forget']
}
