import { describe, expect, it } from 'vitest'
import { beside, wiresWith } from './wires.mjs'

const wires = wiresWith({ apiKey: 'the-key', client: { id: 'shop', secret: 's:é' } })

describe('the wires of the bench', () => {
  it.each(beside)('sends the refresh token to %s once, and nowhere that the format does not read it', (name) => {
    const { path, type, body = '', headers = {} } = wires[name].write('the-token')
    expect(`${path} ${body}`.split('the-token')).toHaveLength(2)
    expect(path.includes('the-token')).toBe(name === 'genlogs')
    expect(type !== undefined).toBe(body !== '')
    expect(JSON.stringify(headers)).not.toContain('the-token')
  })

  it('shows who is calling where an endpoint asks for it', () => {
    expect(wires.genlogs.write('t').headers).toEqual({ 'x-api-key': 'the-key' })
    expect(wires.oauth.write('t').body).toBe('grant_type=refresh_token&refresh_token=t&client_id=tessera')
    const { authorization } = wires['oauth-basic'].write('t').headers
    expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe('shop:s%3A%C3%A9')
  })

  it('finds the successor in each answer', () => {
    const answer = { refreshToken: 't', refresh: { token: 't' }, refresh_token: 't', refresh_token_data: { token: 't' } }
    for (const name of ['bare', 'v1', ...beside]) expect(wires[name].read(answer), name).toBe('t')
  })
})
