/** What a program needs to run, whatever it is: no setting of ours is among them. */
const surroundings = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS']

/** The settings that the console reads (apps/console/src/settings.ts, and Next's server). */
const consoleSettings = ['CONSOLE_SECRET', 'CONSOLE_URL', 'API_URL', 'PORT', 'HOSTNAME']

/** The part of an environment that is about the machine and not about Tessera. */
export function surroundingsIn(environment) {
  return pick(environment, surroundings)
}

/**
 * The settings of the whole system. What nobody set is made up, but not in production: an operator's secrets and addresses are theirs, and the API
 * names those that are missing. An empty setting counts as absent, as container tools write them.
 *
 * @param {Record<string, string | undefined>} settings
 * @param {() => Record<string, string>} makeUp
 */
export function completed(settings, makeUp) {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value))
  return { ...(given.TESSERA_ENV !== 'production' && makeUp()), ...given }
}

/** The API's environment: everything but the secret that seals the console's cookie. */
export function environmentOfApi({ CONSOLE_SECRET: _consoles, ...environment }) {
  return environment
}

/**
 * The console's environment: the settings that it reads, and no other. It faces browsers, so a fault in it must not give away what
 * mints tokens, what opens the database, or the first owner's password.
 */
export function environmentOfConsole(environment) {
  return pick(environment, [...surroundings, ...consoleSettings])
}

function pick(environment, names) {
  return Object.fromEntries(names.filter((name) => name in environment).map((name) => [name, environment[name]]))
}
