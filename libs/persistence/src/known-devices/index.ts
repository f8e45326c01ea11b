import type { Database } from '../database.js'
import { findKnownDevices } from './find.js'

export type { DevicesOfUser } from './find.js'
export { mostKnownDevices } from './remember.js'

/** The devices that accounts were logged in from. They are remembered by the statement that starts a session (`remember.ts`). */
export type KnownDeviceStore = ReturnType<typeof knownDeviceStore>

export function knownDeviceStore({ pool }: Pick<Database, 'pool'>) {
  return { find: (email: string) => findKnownDevices({ pool }, email) }
}
