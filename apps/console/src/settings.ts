/** What the console is told by its environment, read when it runs and not when it is built. */
export interface Settings {
  /** Where the API is, as this server reaches it. */
  readonly apiUrl: string
  /** The origin that people type: the only one whose writes are accepted. */
  readonly consoleOrigin: string
  /** Whether people come over TLS: cookies are then `Secure`, and browsers are told to stay on it. */
  readonly overTls: boolean
  /** 32 bytes that seal the session cookie. */
  readonly secret: Uint8Array
}

/** A setting is missing or wrong. The message is a sentence for whoever starts the console. */
export class SettingFault extends Error {}

/** Parses the settings, or throws a `SettingFault` that names the first one that is missing or wrong. */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const required = (name: string, meaning: string): string => {
    const value = environment[name]
    if (value === undefined || value === '') throw new SettingFault(`${name} is not set: ${meaning}.`)
    return value
  }
  const url = (name: string, meaning: string): URL => {
    const value = required(name, meaning)
    if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
      throw new SettingFault(`${name} must be an http or https address, not “${value}”: ${meaning}.`)
    }
    return new URL(value)
  }

  const api = url('API_URL', 'it says where the API is, for example http://localhost:3333')
  const console = url('CONSOLE_URL', 'it is the address people open the console at, for example http://localhost:3000')
  const secretText = required(
    'CONSOLE_SECRET',
    `it seals the session cookie. Make one with: node -p "crypto.randomBytes(32).toString('base64url')"`,
  )
  const secret = new Uint8Array(Buffer.from(secretText, 'base64url'))
  if (secret.length !== 32) throw new SettingFault(`CONSOLE_SECRET must be 32 bytes in base64url; this one has ${secret.length}.`)

  return { apiUrl: api.href.replace(/\/$/, ''), consoleOrigin: console.origin, overTls: console.protocol === 'https:', secret }
}

let known: Settings | undefined

/** The settings of this process, parsed once. */
export function settings(): Settings {
  return (known ??= parseSettings(process.env))
}
