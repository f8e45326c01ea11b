import { type Dialect, routesOf } from './dialect.js'
import { type Environment, listIn, type ReadDialect, type SettingFault } from './environment.js'
import { formats } from './formats.js'

type Formats = Readonly<Record<string, ReadDialect>>

/** The dialects that are on; or every setting that cannot be used. */
export type DialectsRead =
  | { readonly dialects: readonly Dialect[]; readonly faults?: never }
  | { readonly faults: readonly SettingFault[]; readonly dialects?: never }

/**
 * Reads which wire formats are on (`DIALECTS`, all by default), and the settings of each of them. An empty setting counts as absent.
 *
 * @param known the formats that there are
 */
export function readDialects(environment: Environment, known: Formats = formats): DialectsRead {
  const faults: SettingFault[] = []
  const named = namesIn(environment, Object.keys(known), faults)
  const dialects = Object.entries(known).flatMap(([name, read]) => (named.includes(name) ? [read(environment, faults)] : []))
  faults.push(...collisionsOf(dialects))
  return faults.length > 0 ? { faults } : { dialects }
}

function namesIn(environment: Environment, known: readonly string[], faults: SettingFault[]): readonly string[] {
  const given = listIn(environment, 'DIALECTS') ?? known
  if (given.length === 1 && given[0] === 'none') return []
  const strangers = given.filter((name) => !known.includes(name))
  if (strangers.length > 0) {
    const quoted = strangers.map((name) => `"${name}"`).join(', ')
    const fault = `names ${quoted}, which we do not know: it must be a comma-separated list of ${known.join(', ')}; or none`
    faults.push({ setting: 'DIALECTS', fault })
  }
  return given
}

/** Two routes at one address: only one of them could answer. */
function collisionsOf(dialects: readonly Dialect[]): readonly SettingFault[] {
  const faults: SettingFault[] = []
  const owners = new Map<string, string>()
  for (const dialect of dialects) {
    const { name } = dialect
    for (const path of routesOf(dialect).flatMap(({ paths }) => paths)) {
      const owner = owners.get(path)
      if (owner === undefined) owners.set(path, name)
      else
        faults.push({ setting: 'DIALECTS', fault: `names ${owner} and ${name}, which both are served at ${path}: leave one of them out` })
    }
  }
  return faults
}
