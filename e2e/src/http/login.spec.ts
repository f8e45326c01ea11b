import { type Api } from './api.js'
import { routes } from '@tessera/contract'
import { createPerson, logIn, uniqueName } from './people.js'
import { expect, test } from './test.js'

test('a login with a wrong password and one at an unknown address are answered alike, to the byte', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const unknown = `${uniqueName('nobody')}@example.com`
  const [known, stranger] = [await attempt(api, ada.email), await attempt(api, unknown)]
  expect(known.status).toBe(401)
  expect(known).toEqual(stranger)
  await logIn(api, ada)
})

test('an address is the same however its letters are written and whatever space surrounds it', async ({ api, owner }) => {
  const { email, password } = await createPerson(owner)
  for (const written of [email.toUpperCase(), `  ${email}\t`]) {
    expect((await logIn(api, { email: written, password })).user.email).toBe(email)
  }
})

test('a password counts to its last character, also beyond what other hashes cut off', async ({ api, owner }) => {
  const email = `${uniqueName('long')}@example.com`
  const password = `${'é'.repeat(255)}🔑`.repeat(2)
  expect(Buffer.byteLength(password)).toBe(1028)
  expect(await owner.refused(routes.createUser, { body: { email, password } })).toMatchObject({ status: 422 })
  const fitting = password.slice(2)
  await owner.call(routes.createUser, { body: { email, password: fitting } })
  await logIn(api, { email, password: fitting })
  for (const wrong of [fitting.slice(0, -2), fitting.slice(1), `${fitting} `, fitting.toUpperCase()]) {
    expect((await api.refused(routes.logIn, { body: { email, password: wrong } })).code).toBe('invalid_credentials')
  }
})

test('a client that is not there logs nobody in', async ({ api, owner }) => {
  const { email, password } = await createPerson(owner)
  const refusal = await api.refused(routes.logIn, { body: { email, password, client_id: 'nobody' } })
  expect(refusal).toMatchObject({ status: 401, code: 'invalid_client' })
})

/** Everything that an answer shows, but for what differs with each answer anyway. */
async function attempt(api: Api, email: string) {
  const body = JSON.stringify({ email, password: 'a wrong password' })
  const response = await fetch(`${api.url}/v1/sessions`, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const headers = [...response.headers].filter(([name]) => name !== 'date' && name !== 'x-request-id')
  return { status: response.status, headers, body: await response.text() }
}
