import { createSecretKey } from 'node:crypto'
import { keyHolder } from '@tessera/verifier/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { Dpop } from './dpop.js'
import { Nonces } from './nonces.js'
import type { UsedProofs } from './used-proofs.js'

const noon = Date.parse('2026-11-20T12:00:00.000Z')
const second = 1000
const issuer = 'https://auth.example.com'
const nonces = new Nonces(createSecretKey(Buffer.alloc(32, 1)))
const holder = await keyHolder('ES256', () => 0)

let now = noon
let dpop: Dpop
/** What every process remembers, and until when. */
let remembered: Map<string, number>
const shared: UsedProofs = {
  async take(digest, until) {
    const name = digest.toString('hex')
    return !remembered.has(name) && remembered.set(name, until).has(name)
  },
}
beforeEach(() => {
  now = noon
  remembered = new Map()
  dpop = replica()
})

function replica(): Dpop {
  return new Dpop(issuer, nonces, () => now, shared)
}

const refresh = { method: 'POST', url: `${issuer}/v1/sessions/refresh` }

function shown(proof: string | string[] | undefined, url = '/v1/sessions/refresh', method = 'POST') {
  return { method, url, headers: proof === undefined ? {} : { dpop: proof } }
}

describe('the proof of a request', () => {
  it('is nobody’s where there is none', async () => {
    expect(await dpop.proofIn(shown(undefined))).toEqual({ proof: null })
  })

  it('names the key, and the instant after which it was made: its nonce’s, whatever the client’s clock says', async () => {
    const nonce = dpop.freshNonce(null)
    now += 7 * second
    expect(await dpop.proofIn(shown(await holder.prove({ ...refresh, nonce })))).toMatchObject({
      proof: { thumbprint: holder.thumbprint, madeAfter: noon },
    })
  })

  it('needs a nonce of ours, of the last two minutes', async () => {
    expect(await dpop.proofIn(shown(await holder.prove(refresh)))).toEqual({ refusal: 'nonce_missing', error: 'use_dpop_nonce' })
    const foreign = await holder.prove({ ...refresh, nonce: 'a'.repeat(48) })
    expect(await dpop.proofIn(shown(foreign))).toEqual({ refusal: 'wrong_nonce', error: 'use_dpop_nonce' })
    const old = await holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    now += 120 * second
    expect(await dpop.proofIn(shown(old))).toEqual({ refusal: 'wrong_nonce', error: 'use_dpop_nonce' })
  })

  it('is for the address at which clients reach us, and for its path only', async () => {
    const prove = () => holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    for (const url of [
      '/v1/sessions/refresh?a=b',
      '/v1/sessions/refresh?a=|\u0080',
      '/v1/sessions/refresh#a',
      'http://10.0.0.7:3333/v1/sessions/refresh',
    ])
      expect(await dpop.proofIn(shown(await prove(), url))).toHaveProperty('proof.thumbprint')
    for (const url of ['/v1/sessions', '/', '*', '', '/v1/sessions/refresh|', '//v1/sessions/refresh', '/\\'])
      expect(await dpop.proofIn(shown(await prove(), url))).toEqual({ refusal: 'wrong_url', error: 'invalid_dpop_proof' })
    const elsewhere = await holder.prove({ ...refresh, url: 'http://10.0.0.7:3333/v1/sessions/refresh', nonce: dpop.freshNonce(null) })
    expect(await dpop.proofIn(shown(elsewhere))).toEqual({ refusal: 'wrong_url', error: 'invalid_dpop_proof' })
  })

  it('is for the access token that is shown beside it', async () => {
    const prove = () => holder.prove({ ...refresh, nonce: dpop.freshNonce(null), accessToken: 'token' })
    expect(await dpop.proofIn(shown(await prove()), { accessToken: 'token' })).toHaveProperty('proof.thumbprint')
    expect(await dpop.proofIn(shown(await prove()), { accessToken: 'other' })).toEqual({
      refusal: 'wrong_access_token',
      error: 'invalid_dpop_proof',
    })
  })

  it('is for the refresh token that is shown beside it: its nonce must have been handed out for that', async () => {
    const prove = async (of: string | null) => shown(await holder.prove({ ...refresh, nonce: replica().freshNonce(of) }))
    expect(await dpop.proofIn(await prove('A'), { refreshToken: 'A' })).toMatchObject({
      proof: { thumbprint: holder.thumbprint, madeAfter: noon },
    })
    for (const of of ['B', null]) {
      expect(await dpop.proofIn(await prove(of), { refreshToken: 'A' })).toEqual({ refusal: 'wrong_nonce', error: 'use_dpop_nonce' })
    }
  })

  it('may have a nonce for a refresh token where none is shown', async () => {
    expect(await dpop.proofIn(shown(await holder.prove({ ...refresh, nonce: dpop.freshNonce('A') })))).toHaveProperty('proof.thumbprint')
  })

  it('is one: two headers are refused, and so is an empty one', async () => {
    const prove = () => holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    const two = [await prove(), await prove()]
    for (const header of [two.join(', '), two, '', `${two[0]},`])
      expect(await dpop.proofIn(shown(header))).toEqual({ refusal: 'malformed', error: 'invalid_dpop_proof' })
  })

  it('is taken once by a process', async () => {
    const proof = await holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    expect(await dpop.proofIn(shown(proof))).toHaveProperty('proof.thumbprint')
    expect(await dpop.proofIn(shown(proof))).toEqual({ refusal: 'proof_replayed', error: 'invalid_dpop_proof' })
    now += 119 * second
    expect(await dpop.proofIn(shown(proof))).toEqual({ refusal: 'proof_replayed', error: 'invalid_dpop_proof' })
  })

  it('that was refused is not remembered: it may come again where it belongs', async () => {
    const proof = await holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    expect(await dpop.proofIn(shown(proof, '/v1/sessions'))).toHaveProperty('refusal', 'wrong_url')
    expect(await dpop.proofIn(shown(proof))).toHaveProperty('proof.thumbprint')
  })

  it('beside a call that writes is taken once by all, for as long as any of them takes its nonce', async () => {
    const proof = await holder.prove({ ...refresh, nonce: dpop.freshNonce(null) })
    now += 5 * second
    const [here, there] = await Promise.all([dpop, replica()].map((process) => process.proofIn(shown(proof))))
    if (!here?.proof || !there?.proof) throw new Error('refused')
    expect([await dpop.takeOnce(here.proof), await replica().takeOnce(there.proof)]).toEqual([true, false])
    expect([...remembered.values()]).toEqual([noon + 150 * second])
  })

  it('made with one replica’s nonce is taken by another', async () => {
    const proof = await holder.prove({ ...refresh, nonce: replica().freshNonce(null) })
    expect(await dpop.proofIn(shown(proof))).toHaveProperty('proof.madeAfter', noon)
  })
})
