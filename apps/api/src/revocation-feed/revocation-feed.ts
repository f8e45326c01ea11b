import type { RevocationFeedStore } from '@tessera/persistence'

/** The store of the revocation feed, under a name that Nest can inject. */
export abstract class RevocationFeed implements RevocationFeedStore {
  abstract read: RevocationFeedStore['read']
  abstract end: RevocationFeedStore['end']
  abstract report: RevocationFeedStore['report']
  abstract forget: RevocationFeedStore['forget']
  abstract followers: RevocationFeedStore['followers']
}
