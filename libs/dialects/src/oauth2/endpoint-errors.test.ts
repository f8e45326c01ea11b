import { expect, it } from 'vitest'
import { clientCredentialsErrors, introspectionErrors, proofErrors, revocationErrors } from './endpoint-errors.js'

const all = [clientCredentialsErrors, revocationErrors, introspectionErrors, proofErrors].flatMap((table) => Object.values(table))

it('challenges whoever did not authenticate, in the scheme that they used', () => {
  for (const { client_unauthenticated } of [clientCredentialsErrors, revocationErrors, introspectionErrors]) {
    expect(client_unauthenticated).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect(client_unauthenticated.headers).toEqual({ 'www-authenticate': 'Basic realm="tessera"' })
  }
  expect(introspectionErrors.api_key_refused.headers).toEqual({ 'www-authenticate': 'Bearer realm="tessera", error="invalid_token"' })
})

it('tells the holder of an API key which scope it lacks, with the status of RFC 7662 §2.3', () => {
  const challenge = 'Bearer realm="tessera", error="insufficient_scope", scope="introspect"'
  expect(introspectionErrors.api_key_insufficient).toMatchObject({ status: 401, headers: { 'www-authenticate': challenge } })
})

it('uses the characters that RFC 6749 §5.2 allows', () => {
  for (const { body } of all) expect(body['error_description']).toMatch(/^[\x20\x21\x23-\x5B\x5D-\x7E]+$/)
})
