import type { Alarms, ListedSigningKey } from '@tessera/persistence'
import { describe, expect, it } from 'vitest'
import type { SessionCaller } from '../http/caller.js'
import { testConfiguration } from '../testing/configuration.js'
import { NeedsAttention } from './attention.js'

const noon = Date.UTC(2026, 10, 20, 12)
const day = 86_400_000
const quiet: Alarms = {
  ...{ reuseDetected: null, failedLogins: [], apiKeysExpire: null, mailsFailed: null },
  ...{ followersSilent: null, receiversFail: null },
}
const owner = { companyBound: false, companyId: 1 } as SessionCaller
const admin = { companyBound: true, companyId: 7 } as SessionCaller

const key = (state: ListedSigningKey['state'], activatesAt: number) => ({ state, activatesAt }) as ListedSigningKey

function attention(alarms: Alarms, keys: readonly ListedSigningKey[], signingKeyAge = 90 * 86_400) {
  const asked: (number | undefined)[] = []
  const stored = {
    alarms: async (companyId?: number) => {
      asked.push(companyId)
      return alarms
    },
  }
  const configuration = testConfiguration({ signingKeyAge })
  const list = new NeedsAttention(stored as never, { list: async () => keys } as never, { now: () => noon } as never, configuration)
  return { list: (caller: SessionCaller) => list.list(caller), asked }
}

describe('what needs attention', () => {
  it('is told most urgent first', async () => {
    const all: Alarms = {
      reuseDetected: { count: 2, since: noon - day, last: noon - 1 },
      failedLogins: [{ network: '192.0.2.0/24', count: 40, since: noon - 2 }],
      apiKeysExpire: { count: 3, first: noon + day },
      mailsFailed: { count: 1, since: noon - 3 },
      followersSilent: { count: 1, since: noon - 4 },
      receiversFail: { count: 2, since: noon - 5 },
    }
    const { list } = attention(all, [key('next', noon + 900_000), key('active', noon - 89 * day)])
    expect((await list(owner)).map(({ kind }) => kind)).toEqual([
      ...['reuse_detected', 'followers_silent', 'failed_logins', 'receivers_fail', 'mails_failed', 'signing_key_rotates'],
      ...['api_keys_expire'],
    ])
    expect((await list(owner))[0]).toMatchObject({ since: new Date(noon - day).toISOString(), last: new Date(noon - 1).toISOString() })
    expect((await list(owner))[5]).toEqual({
      ...{ kind: 'signing_key_rotates', count: null, network: null, since: null, last: null, at: new Date(noon + 900_000).toISOString() },
    })
  })

  it('is a signing key shortly before its age, and past it when nothing has rotated it', async () => {
    const kinds = async (age: number, signingKeyAge?: number) =>
      (await attention(quiet, [key('active', noon - age)], signingKeyAge).list(owner)).map(({ kind }) => kind)
    expect(await kinds(80 * day)).toEqual([])
    expect(await kinds(84 * day)).toEqual(['signing_key_rotates'])
    expect(await kinds(90.5 * day)).toEqual(['signing_key_rotates'])
    expect(await kinds(92 * day)).toEqual(['signing_key_old'])
    // None is rotated by itself: then one of more than a year is old.
    expect(await kinds(300 * day, 0)).toEqual([])
    expect(await kinds(401 * day, 0)).toEqual(['signing_key_old'])
  })

  it('is of the company alone for whoever is bound to one, and no key of the platform', async () => {
    const { list, asked } = attention(quiet, [key('active', 0)])
    expect(await list(admin)).toEqual([])
    expect((await list(owner)).length).toBe(1)
    expect(asked).toEqual([7, undefined])
  })
})
