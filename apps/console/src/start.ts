import { recordPeers } from './security/peer'
import { mendRequests } from './security/request-line'
import { SettingFault, settings } from './settings'

/** A console that lacks a setting says so and stops, before it takes its first request. */
export function start(): void {
  try {
    settings()
  } catch (fault) {
    if (!(fault instanceof SettingFault)) throw fault
    console.error(`The console cannot start. ${fault.message}`)
    process.exit(1)
  }
  recordPeers()
  mendRequests()
}
