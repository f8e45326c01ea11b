import { openApi, routes } from '@tessera/contract'
import { oauth2, readDialects, sectionOf } from '@tessera/dialects'
import { describe, expect, it } from 'vitest'
import { curlOf } from './curl.js'
import type { Document } from './document.js'

const issuer = 'https://auth.example.com'
const { dialects = [] } = readDialects({})
const sections = [oauth2.openApiSection({ issuer, dpopAlgorithms: ['ES256'] }), ...dialects.map(sectionOf)]
const { paths } = JSON.parse(JSON.stringify(openApi(routes, { issuer, version: '1', sections }))) as Document
const line = (method: string, path: string) => curlOf(issuer, method, path, paths[path]![method]!)

describe('a line to paste into a shell', () => {
  it('has what goes into the path, and the access token where one is needed', () => {
    expect(line('get', '/v1/admin/sessions/{id}')).toBe(
      'curl "https://auth.example.com/v1/admin/sessions/$ID" \\\n  -H "Authorization: Bearer $ACCESS_TOKEN"',
    )
  })

  it('has the fields of a JSON body, under the names that a shell gives variables', () => {
    expect(line('post', '/auth/refresh-token')).toBe(
      'curl -X POST "https://auth.example.com/auth/refresh-token" \\\n  -H "Content-Type: application/json" \\\n  -d "{\\"refreshToken\\":\\"$REFRESH_TOKEN\\"}"',
    )
    expect(line('post', '/v1/sessions')).toContain('-d "{\\"email\\":\\"ada@example.com\\",\\"password\\":\\"$PASSWORD\\"}"')
  })

  it('has a list where one is asked for, and the first field where none is owed', () => {
    expect(line('post', '/v1/me/api-keys')).toContain('\\"scopes\\":[\\"tokens\\"]}"')
    expect(line('patch', '/v1/me')).toContain('-d "{\\"name\\":')
  })

  it('has what must be there together, and of what stands for another the first', () => {
    expect(line('post', '/v1/admin/receivers')).toContain('\\"url\\":\\"$URL\\",\\"kinds\\":[\\"session_started\\"]}"')
    expect(line('post', '/v1/me/second-factor/remove')).toContain('\\"otp\\":\\"287082\\"}"')
    expect(line('post', '/v1/admin/session-revocations')).toContain('-d "{\\"ids\\":[\\"$IDS\\"]}"')
  })

  it('has a number as one, and no body where none is owed', () => {
    expect(line('post', '/v1/admin/clients/{id}/preview')).toContain('-d "{\\"idle_timeout\\":1209600}"')
    for (const path of ['/v1/admin/clients/{id}/rotate-secret', '/v1/admin/signing-keys/rotate', '/v1/receivers/{id}/poll'])
      expect(line('post', path)).not.toContain(' -d ')
  })

  it('has an API key and what is in the query', () => {
    expect(line('post', '/auth/token')).toBe(
      'curl -X POST "https://auth.example.com/auth/token?email=$EMAIL&password=$PASSWORD" \\\n  -H "x-api-key: $API_KEY"',
    )
  })

  it('has a form, and Basic where a client must authenticate', () => {
    expect(line('post', '/oauth/token')).toBe(
      'curl -X POST "https://auth.example.com/oauth/token" \\\n  --data-urlencode "grant_type=refresh_token" \\\n  --data-urlencode "refresh_token=$REFRESH_TOKEN" \\\n  --data-urlencode "client_id=$CLIENT_ID"',
    )
    expect(line('post', '/oauth/introspect')).toContain('-u "$CLIENT_ID:$CLIENT_SECRET" \\\n  --data-urlencode "token=$TOKEN"')
  })

  it('has a header that is asked for by name', () => {
    const parameters = [{ name: 'x-watchword', in: 'header', required: true, schema: {} }]
    const operation = { operationId: 'relieve', tags: [], summary: 'Relieve', parameters, responses: {} }
    expect(curlOf(issuer, 'post', '/relieve', operation)).toContain('-H "x-watchword: $X_WATCHWORD"')
  })
})
