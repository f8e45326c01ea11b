import type { KnownDeviceStore } from '@tessera/persistence'

/** The devices that accounts were logged in from, under a name that Nest can inject. */
export abstract class KnownDevices implements KnownDeviceStore {
  abstract find: KnownDeviceStore['find']
}
