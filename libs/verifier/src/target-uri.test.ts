import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetUriOf } from './target-uri.js'

const plain = 'https://auth.example.com/v1/sessions/refresh'
const somePath = fc
  .array(fc.oneof(fc.stringMatching(/^[a-zA-Z0-9._~-]{1,8}$/), fc.stringMatching(/^(%[0-9A-F]{2}){1,3}$/)), { maxLength: 4 })
  .map((segments) => `/${segments.join('/')}`)

describe('the target of a request', () => {
  it.each([
    ['in capitals where letters do not count', 'HTTPS://AUTH.Example.COM/v1/sessions/refresh'],
    ['with the port that the scheme has anyway', 'https://auth.example.com:443/v1/sessions/refresh'],
    ['with an empty port', 'https://auth.example.com:/v1/sessions/refresh'],
    ['with dot segments', 'https://auth.example.com/a/../v1/./sessions/refresh'],
    ['with letters that need not be encoded', 'https://auth.example.com/%76%31/sessions/refresh'],
    ['with dot segments that are encoded', 'https://auth.example.com/a/%2e%2E/v1/sessions/refresh'],
    ['with a query', `${plain}?a=b`],
    ['with an empty query', `${plain}?`],
    ['with a fragment', `${plain}#a?b`],
    ['with a query that browsers send and RFC 3986 has not', `${plain}?filter={%22state%22:%22open|held%22}`],
  ])('is the same %s', (_how, address) => {
    expect(targetUriOf(address)).toBe(plain)
  })

  it.each(['https://api.example.com/users/auth0|12', 'https://api.example.com/a^b'])('is one that browsers send: %s', (address) => {
    expect(targetUriOf(address)).toBe(targetUriOf(new URL(address).href))
    expect(targetUriOf(address)).not.toBeNull()
  })

  it('is the same without the slash of an empty path', () => {
    expect(targetUriOf('http://localhost:3333')).toBe('http://localhost:3333/')
  })

  it.each([
    ['another scheme', 'http://auth.example.com/v1/sessions/refresh'],
    ['another host', 'https://auth.example.com.evil.example/v1/sessions/refresh'],
    ['another port', 'https://auth.example.com:80/v1/sessions/refresh'],
    ['somebody before the host', 'https://auth.example.com@evil.example/v1/sessions/refresh'],
    ['a name before the host', 'https://ada@auth.example.com/v1/sessions/refresh'],
    ['letters of the path in capitals', 'https://auth.example.com/v1/sessions/Refresh'],
    ['a slash at the end', `${plain}/`],
    ['a slash twice', 'https://auth.example.com/v1//sessions/refresh'],
    ['a slash that is encoded', 'https://auth.example.com/v1%2Fsessions/refresh'],
    ['a question mark that is encoded', `${plain}%3Fa=b`],
  ])('is another with %s', (_what, address) => {
    expect(targetUriOf(address)).not.toBeNull()
    expect(targetUriOf(address)).not.toBe(plain)
  })

  it.each([
    '',
    '/v1/sessions/refresh',
    'v1',
    '//auth.example.com/v1/sessions/refresh',
    'ftp://auth.example.com/v1/sessions/refresh',
    'https:auth.example.com/v1/sessions/refresh',
    'https:///auth.example.com/v1/sessions/refresh',
    'https:\\\\auth.example.com/v1/sessions/refresh',
    'https://auth.example.com\\v1\\sessions\\refresh',
    `${plain} `,
    ` ${plain}`,
    `${plain}\n`,
    'https://auth.example.com/v1/ses\tsions/refresh',
    'https://auth.example.com/v1/sessions/refresh\u0000',
    'https://äuth.example.com/v1/sessions/refresh',
    'https://auth.example.com:99999/',
  ])('is none for %j', (address) => {
    expect(targetUriOf(address)).toBeNull()
  })

  it('has one spelling, which is its own', () => {
    fc.assert(
      fc.property(somePath, (path) => {
        const target = targetUriOf(`https://auth.example.com${path}`) ?? ''
        expect(targetUriOf(target)).toBe(target)
        expect(targetUriOf(`https://auth.example.com${path.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())}`)).toBe(target)
        expect(target).not.toMatch(/[?#]/)
      }),
    )
  })
})
