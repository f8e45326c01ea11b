import type { Device } from '@tessera/contract'
import { CircleHelp, Monitor, Smartphone, Tablet } from 'lucide-react'

/** A device in a few words. All of them come from strangers. */
export function deviceWords({ name, browser, system, user_agent }: Device, unknown = 'Unknown device'): string {
  const software = browser && system ? `${browser} on ${system}` : (browser ?? system ?? (name ? null : user_agent))
  return [name, software].filter(Boolean).join(', ') || unknown
}

const icons = { desktop: Monitor, mobile: Smartphone, tablet: Tablet, other: CircleHelp } as const

export function DeviceIcon({ kind }: { kind: Device['kind'] }) {
  const Icon = icons[kind]
  return <Icon aria-hidden className="size-3.5 shrink-0 text-faint" />
}
