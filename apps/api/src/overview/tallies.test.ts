import { describe, expect, it } from 'vitest'
import { elsewhere, Tallies } from './tallies.js'

describe('what a process counts', () => {
  it('is refreshes by company, and of all together', () => {
    const tallies = new Tallies()
    for (const company of [1, 2, 1]) tallies.refreshed(company)
    expect(tallies.take()).toEqual({
      tallies: [
        { companyId: 0, kind: 'refresh', count: 3 },
        { companyId: 1, kind: 'refresh', count: 2 },
        { companyId: 2, kind: 'refresh', count: 1 },
      ],
      networks: [],
    })
    expect(tallies.take()).toBe(null)
  })

  it('is failed logins by network, for all and for the company that was addressed', () => {
    const tallies = new Tallies()
    tallies.loginFailed('192.0.2.7', null)
    tallies.loginFailed('192.0.2.8', 3)
    tallies.loginFailed('2001:db8:1:2::3', null)
    tallies.loginFailed(null, null)
    const taken = tallies.take()
    expect(taken?.tallies).toEqual([
      { companyId: 0, kind: 'login_failed', count: 4 },
      { companyId: 3, kind: 'login_failed', count: 1 },
    ])
    expect(taken?.networks).toEqual([
      { companyId: 0, network: '192.0.2.0/24', count: 2 },
      { companyId: 3, network: '192.0.2.0/24', count: 1 },
      { companyId: 0, network: '2001:db8:1::/48', count: 1 },
      { companyId: 0, network: elsewhere, count: 1 },
    ])
  })

  it('tells the busiest networks apart, and the rest together, so that a flood from everywhere takes little room', () => {
    const tallies = new Tallies()
    for (let i = 0; i < 30_000; i += 1) tallies.loginFailed(`10.${i >> 8}.${i & 255}.1`, null)
    for (let i = 0; i < 50; i += 1) tallies.loginFailed('192.0.2.1', null)
    for (let i = 0; i < 5; i += 1) tallies.loginFailed('10.0.1.1', null)
    const { networks } = tallies.take()!
    expect(networks.length).toBeLessThanOrEqual(101)
    expect(networks.reduce((sum, { count }) => sum + count, 0)).toBe(30_055)
    expect(networks.find(({ network }) => network === '10.0.1.0/24')?.count).toBe(6)
  })

  it('has a bound on companies: beyond it a refresh counts as everybody’s, also when it has to be written again', () => {
    const tallies = new Tallies()
    for (let company = 1; company <= 10_500; company += 1) {
      tallies.refreshed(company)
      tallies.loginFailed('192.0.2.7', company)
    }
    const taken = tallies.take()!
    expect(taken.tallies.length).toBeLessThan(20_100)
    const ofAll = ({ tallies: all }: typeof taken) => all.filter(({ companyId }) => companyId === 0).map(({ kind, count }) => [kind, count])
    const both = [
      ['refresh', 10_500],
      ['login_failed', 10_500],
    ]
    expect(ofAll(taken)).toEqual(both)
    tallies.giveBack(taken)
    expect(ofAll(tallies.take()!)).toEqual(both)
  })

  it('is put back when it could not be written', () => {
    const tallies = new Tallies()
    tallies.refreshed(1)
    tallies.loginFailed('192.0.2.7', 2)
    const taken = tallies.take()!
    tallies.refreshed(1)
    tallies.giveBack(taken)
    expect(tallies.take()).toEqual({
      tallies: [
        { companyId: 0, kind: 'refresh', count: 2 },
        { companyId: 1, kind: 'refresh', count: 2 },
        { companyId: 0, kind: 'login_failed', count: 1 },
        { companyId: 2, kind: 'login_failed', count: 1 },
      ],
      networks: taken.networks,
    })
  })
})
