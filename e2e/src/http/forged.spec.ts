import { routes } from '@tessera/contract'
import { formsOf, keyOfOurOwn, partsOf, signedBy, signedWithPublicKey, unsigned } from './forged-token.js'
import { createPerson, logIn, refresh } from './people.js'
import { expect, test } from './test.js'

test('a refresh token with any one character changed is refused, and the session does not notice', async ({ api, owner }) => {
  const login = await logIn(api, await createPerson(owner))
  const params = { id: login.session_id }
  const before = await owner.call(routes.readSession, { params })
  const { refresh_token: good } = login
  const changed = [...good].map((character, place) => good.slice(0, place) + (character === 'A' ? 'B' : 'A') + good.slice(place + 1))
  const cutOrLengthened = [
    good.slice(0, -1),
    good.slice(1),
    `${good}A`,
    `${good}=`,
    `${good}\n`,
    ` ${good}`,
    good + good,
    good.toUpperCase(),
  ]
  for (const refresh_token of [...changed, ...cutOrLengthened]) {
    const body = JSON.stringify({ refresh_token })
    expect((await api.refuses(routes.refresh, { body })).code, refresh_token).toBe('invalid_refresh_token')
    expect((await api.send(routes.logOut, { body })).status, refresh_token).toBe(204)
  }
  expect(await owner.call(routes.readSession, { params })).toEqual(before)
  await refresh(api, login)
})

test('an access token that we did not sign so is refused', async ({ api, owner }) => {
  const login = await logIn(api, await createPerson(owner))
  const boss = await owner.call(routes.me)
  const { header, claims, signature } = partsOf(login.access_token)
  const { keys } = await api.call(routes.jwks)
  const { privateKey, jwk } = keyOfOurOwn()
  const raised = { ...claims, sub: boss.id, roles: ['owner'] }
  const tomorrow = { ...claims, exp: Number(claims['exp']) + 86_400 }
  const [key] = keys
  const forgeries: Record<string, string> = {
    'without a signature': unsigned({ ...header, alg: 'none' }, claims),
    'without a signature, and with another’s': unsigned({ ...header, alg: 'none' }, claims, signature),
    'without a signature, in other letters': unsigned({ ...header, alg: 'nOnE' }, raised),
    'with its signature cut off': unsigned(header, claims),
    'for somebody else': unsigned(header, raised, signature),
    'for longer': unsigned(header, tomorrow, signature),
    'for another audience': unsigned(header, { ...claims, aud: 'https://elsewhere.example' }, signature),
    'of another type': unsigned({ ...header, typ: 'JWT' }, claims, signature),
    'without a type': unsigned({ alg: header['alg'], kid: header['kid'] }, claims, signature),
    'with a key of the forger’s under our name': signedBy(privateKey, header, claims),
    'with a key of the forger’s in its header': signedBy(privateKey, { ...header, jwk }, claims),
    'with a key of the forger’s at an address': signedBy(
      privateKey,
      { ...header, kid: 'mine', jku: `${api.url}/.well-known/jwks.json` },
      claims,
    ),
    'with a key that nobody has': signedBy(privateKey, { ...header, kid: '../../etc/passwd' }, claims),
    'with a demand that we do not know': signedBy(privateKey, { ...header, crit: ['exp'] }, claims),
    'that is a refresh token': login.refresh_token,
    'that is no token': 'abc.def.ghi',
    'that is twice the same': `${login.access_token}.${signature}`,
  }
  for (const [i, secret] of formsOf({ ...key }).entries())
    forgeries[`with the public key as a secret, ${i}`] = signedWithPublicKey(header, raised, secret)
  for (const [what, access_token] of Object.entries(forgeries)) {
    const refusal = await api.as({ access_token }).refused(routes.me)
    expect(refusal, what).toMatchObject({ status: 401, code: 'invalid_access_token' })
    expect(refusal.headers.get('www-authenticate'), what).toContain('error="invalid_token"')
  }
  await api.as(login).call(routes.me)
})

test('an access token with any one character changed is refused', async ({ api, owner }) => {
  const { access_token: good } = await logIn(api, await createPerson(owner))
  // Every seventh: the signature covers all alike, and a token has nine hundred. The last is left out, whose low bits say nothing.
  for (let place = 0; place < good.length - 1; place += 7) {
    const access_token = good.slice(0, place) + (good[place] === 'x' ? 'y' : 'x') + good.slice(place + 1)
    expect((await api.as({ access_token }).refused(routes.me)).code, `place ${place}`).toBe('invalid_access_token')
  }
  await api.as({ access_token: good }).call(routes.me)
})

test('an access token counts in its header alone, and only as Bearer', async ({ api, owner }) => {
  const { access_token } = await logIn(api, await createPerson(owner))
  const { status } = await api.refuses(routes.me, { search: `access_token=${access_token}` })
  expect(status).toBe(401)
  for (const authorization of [
    access_token,
    `Basic ${access_token}`,
    `DPoP ${access_token}`,
    `Bearer`,
    `Bearer ${access_token}, Bearer x`,
  ]) {
    expect((await api.refuses(routes.me, { headers: { authorization } })).status, authorization.slice(0, 12)).toBe(401)
  }
  await api.with({ authorization: `bearer ${access_token}` }).call(routes.me)
})

test('an access token whose session has ended is refused everywhere at once', async ({ api, owner }) => {
  const boss = await createPerson(owner, ['owner'])
  const login = await logIn(api, boss)
  const caller = api.as(login)
  await caller.call(routes.listSessions)
  await api.call(routes.logOut, { body: { refresh_token: login.refresh_token } })
  const ended = { status: 401, code: 'session_ended', reason: 'logout' }
  expect(await caller.refused(routes.me)).toMatchObject(ended)
  expect(await caller.refused(routes.mySessions)).toMatchObject(ended)
  expect(await caller.refused(routes.listSessions)).toMatchObject(ended)
  expect(await caller.refused(routes.revokeSession, { params: { id: login.session_id } })).toMatchObject(ended)
})
