import type { Device } from '@tessera/contract'
import Bowser from 'bowser'

const kinds = { desktop: 'desktop', mobile: 'mobile', tablet: 'tablet' } as const

/** What a device says of itself: the client's own words for it, and its user agent read by a library that knows them. */
export function deviceOf(given: { deviceId: string | null; deviceName: string | null; userAgent: string | null }): Device {
  const { deviceId: id, deviceName: name, userAgent: user_agent } = given
  const unread = { id, name, browser: null, system: null, kind: 'other', user_agent } as const
  if (!user_agent) return unread
  const { browser, os, platform } = Bowser.parse(user_agent)
  return {
    ...unread,
    browser: named(short(browser.name), major(browser.version)),
    system: named(os.name, isFrozen(os) ? undefined : (os.versionName ?? os.version)),
    kind: kinds[platform.type as keyof typeof kinds] ?? 'other',
  }
}

/** Longer than a filter may be, and a name is none: it was made up. */
const longestName = 64

/** The names of the browser and the system, without their versions: what sessions are filtered by. */
export function namesOf(userAgent: string | null): { readonly browser: string | null; readonly system: string | null } {
  if (!userAgent) return { browser: null, system: null }
  const { browser, os } = Bowser.parse(userAgent)
  return { browser: short(browser.name), system: short(os.name) }
}

const [browsers, systems] = [new Set(Object.values(Bowser.BROWSER_MAP)), new Set(Object.values(Bowser.OS_MAP))]

/** The same, for where nobody's own words may stand: the parser takes for a name whatever a user agent begins with. Null: none that it knows. */
export function knownNamesOf(userAgent: string | null): ReturnType<typeof namesOf> {
  const { browser, system } = namesOf(userAgent)
  return { browser: isOneOf(browsers, browser) ? browser : null, system: isOneOf(systems, system) ? system : null }
}

/** Browsers have frozen these in their user agents: every later macOS says 10.15, and Windows 11 says 10. No version beats a wrong one. */
function isFrozen({ name, version, versionName }: Bowser.Parser.OSDetails): boolean {
  return (name === 'macOS' && version?.startsWith('10.15') === true) || (name === 'Windows' && versionName === '10')
}

function isOneOf(names: ReadonlySet<string>, name: string | null): boolean {
  return name !== null && names.has(name)
}

function short(name: string | undefined): string | null {
  return name && name.length <= longestName ? name : null
}

function named(name: string | null | undefined, version: string | undefined): string | null {
  return name ? [name, version].filter(Boolean).join(' ') : null
}

function major(version: string | undefined): string | undefined {
  return /^\d{1,6}(?=\.|$)/.exec(version ?? '')?.[0]
}
