import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { routes } from '@tessera/contract'
import { partsOf } from './forged-token.js'
import { createPerson, logIn, uniqueName } from './people.js'
import { expect, test } from './test.js'

test('a receiver asks for what was revoked in its company, with nothing but its API key, and verifies it with our public keys', async ({
  api,
  owner,
}) => {
  const { id: company_id } = await owner.call(routes.createCompany, { body: { name: uniqueName('Company') } })
  const admin = await createPerson(owner, ['admin'], 'ada', company_id)
  const administering = api.as(await logIn(api, admin))
  const { key } = await administering.call(routes.createMyApiKey, { body: { name: 'Gate', scopes: ['revocations:read'] } })
  const gate = api.as({ access_token: key })
  const { id } = await administering.call(routes.createReceiver, {
    body: { name: 'Gate', form: 'set_poll', audience: 'https://gate.example' },
  })

  const bob = await createPerson(owner, [], 'bob', company_id)
  const session = await logIn(api, bob)
  const elsewhere = await logIn(api, await createPerson(owner))
  const waiting = gate.call(routes.pollReceiver, { params: { id }, body: {} })
  for (const { session_id } of [elsewhere, session]) await owner.call(routes.revokeSession, { params: { id: session_id }, body: {} })

  let { sets } = await waiting
  await expect
    .poll(async () => Object.keys((sets = (await gate.call(routes.pollReceiver, { params: { id }, body: {} })).sets)))
    .toHaveLength(1)
  const [[jti, token] = ['', '']] = Object.entries(sets)
  const { header, claims, signature } = partsOf(token)
  const { keys } = await api.call(routes.jwks)
  const jwk = keys.find(({ kid }) => kid === header['kid']) as JsonWebKey
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')))
  const publicKey = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(header).toMatchObject({ typ: 'secevent+jwt', alg: 'ES256' })
  expect(claims).toMatchObject({
    ...{ iss: api.url, aud: 'https://gate.example', jti },
    sub_id: { session: { format: 'opaque', id: session.session_id }, user: { sub: bob.id }, tenant: { id: String(company_id) } },
    events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': { reason: 'revoked_by_admin' } },
  })
  const acknowledged = await gate.call(routes.pollReceiver, { params: { id }, body: { ack: [jti], returnImmediately: true } })
  expect(acknowledged).toEqual({ sets: {}, moreAvailable: false })
  expect(await administering.call(routes.listDeliveries, { params: { id } })).toMatchObject({ items: [{ state: 'delivered' }], count: 1 })
})

test('nobody has the platform call itself, or what stands beside it', async ({ api, owner }) => {
  const admin = api.as(await logIn(api, await createPerson(owner, ['admin'])))
  for (const url of [
    `${api.url}/v1/users`,
    'http://localhost:5432/',
    'http://[::ffff:7f00:1]/',
    'http://169.254.169.254/latest',
    'http://0x7f000001/',
  ]) {
    const body = { name: 'Inside', form: 'webhook' as const, url, kinds: ['session_ended'] }
    const refused = await admin.refused(routes.createReceiver, { body })
    expect([url, refused.status, refused.fields.map(({ field }) => field)]).toEqual([url, 422, ['body.url']])
  }
})
