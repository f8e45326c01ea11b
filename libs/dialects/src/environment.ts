import type { Dialect } from './dialect.js'

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** One setting that cannot be used, in a sentence that says what to do. */
export interface SettingFault {
  readonly setting: string
  readonly fault: string
}

/**
 * Makes a dialect of its own settings.
 *
 * @param faults where each setting that cannot be used is added
 */
export type ReadDialect = (environment: Environment, faults: SettingFault[]) => Dialect

/** A setting without the space around it; undefined when it is empty, as container tools write absent ones. */
export function settingIn(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined
}

/** The entries of a comma-separated setting; undefined when it is absent. */
export function listIn(environment: Environment, name: string): readonly string[] | undefined {
  return settingIn(environment, name)
    ?.split(',')
    .map((entry) => entry.trim())
}
