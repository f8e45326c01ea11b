import type { Dialect } from './dialect.js'
import { type Environment, listIn, type SettingFault } from './environment.js'
import { type DialectName, formats, knownDialects } from './formats.js'

/** The dialects that are on; or every setting that cannot be used. */
export type DialectsRead =
  | { readonly dialects: readonly Dialect[]; readonly faults?: never }
  | { readonly faults: readonly SettingFault[]; readonly dialects?: never }

/**
 * Reads which wire formats are on (`DIALECTS`, all by default), and the settings of each of them. An empty setting counts as absent.
 */
export function readDialects(environment: Environment): DialectsRead {
  const faults: SettingFault[] = []
  const dialects = namesIn(environment, faults).map((name) => formats[name](environment, faults))
  faults.push(...collisionsOf(dialects))
  return faults.length > 0 ? { faults } : { dialects }
}

function namesIn(environment: Environment, faults: SettingFault[]): readonly DialectName[] {
  const given = listIn(environment, 'DIALECTS') ?? knownDialects
  if (given.length === 1 && given[0] === 'none') return []
  const strangers = given.filter((name) => !isKnown(name))
  if (strangers.length > 0) {
    const named = strangers.map((name) => `"${name}"`).join(', ')
    const fault = `names ${named}, which we do not know: it must be a comma-separated list of ${knownDialects.join(', ')}; or none`
    faults.push({ setting: 'DIALECTS', fault })
  }
  return knownDialects.filter((name) => given.includes(name))
}

function isKnown(name: string): name is DialectName {
  return Object.hasOwn(formats, name)
}

/** Two routes at one address: only one of them could answer. */
export function collisionsOf(dialects: readonly Dialect[]): readonly SettingFault[] {
  const faults: SettingFault[] = []
  const owners = new Map<string, string>()
  for (const { name, refresh, logIn } of dialects) {
    for (const path of [...refresh.paths, ...(logIn?.paths ?? [])]) {
      const owner = owners.get(path)
      if (owner === undefined) owners.set(path, name)
      else
        faults.push({ setting: 'DIALECTS', fault: `names ${owner} and ${name}, which both are served at ${path}: leave one of them out` })
    }
  }
  return faults
}
