import { describe, expect, it } from 'vitest'
import { completed, environmentOfApi, environmentOfConsole, surroundingsIn } from './environments.mjs'

const machine = { PATH: '/usr/bin', HOME: '/home/ada', TZ: 'UTC', NODE_EXTRA_CA_CERTS: '/etc/ca.pem' }
const ofConsole = {
  CONSOLE_SECRET: 'seals',
  CONSOLE_URL: 'http://c',
  API_URL: 'http://a',
  PORT: '3000',
  HOSTNAME: '::',
}
const ofApi = {
  TESSERA_ENV: 'production',
  TESSERA_SECRET: 'master',
  MINTING_KEYS: 'mints',
  DATABASE_URL: 'postgresql://tessera:word@db/tessera',
  ADMIN_PASSWORD: 'a long enough passphrase',
  REDIS_URL: 'redis://:word@cache',
}
const all = { ...machine, ...ofConsole, ...ofApi }

describe('a setting that nobody set', () => {
  const madeUp = () => ({ TESSERA_SECRET: 'made up', CONSOLE_URL: 'http://localhost:3000' })

  it('is made up in development, where an empty one counts as absent', () => {
    expect(completed({ TESSERA_SECRET: '', CONSOLE_URL: 'http://c' }, madeUp)).toStrictEqual({
      TESSERA_SECRET: 'made up',
      CONSOLE_URL: 'http://c',
    })
  })

  it('is missing in production, be it a secret or an address', () => {
    expect(completed({ TESSERA_ENV: 'production', CONSOLE_URL: '' }, madeUp)).toStrictEqual({ TESSERA_ENV: 'production' })
  })
})

describe('the console, which faces browsers', () => {
  it('is told what it reads and what it needs to run, and nothing else: no key, no database, no password, no later setting', () => {
    expect(environmentOfConsole(all)).toStrictEqual({ ...machine, ...ofConsole })
  })
})

describe('the API', () => {
  it('is told everything but the secret of the console’s cookie', () => {
    const { CONSOLE_SECRET: _consoles, ...rest } = all
    expect(environmentOfApi(all)).toStrictEqual(rest)
  })
})

describe('the surroundings of a test', () => {
  it('are the machine, without any setting of the person who runs it', () => {
    expect(surroundingsIn(all)).toStrictEqual(machine)
  })
})
