import { describe, expect, it } from 'vitest'
import { home, landingOf, nextPath, withNext } from './next-path'

describe('the way back after signing in', () => {
  it.each(['/sessions', '/sessions?state=active&q=ada%40example.com', '/sessions/0197b2c4-1000-7abc-8def-0123456789ab'])(
    'keeps %s',
    (path) => {
      expect(nextPath(path)).toBe(path)
    },
  )

  it.each([
    'https://evil.example/',
    '//evil.example/x',
    '/\\evil.example/x',
    '/\t/evil.example/x',
    '\t//evil.example',
    '/.//evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'sessions',
    '',
    '/' + 'a'.repeat(3000),
    undefined,
    ['/sessions', '/sessions'],
  ])('is not %j', (wanted) => {
    expect(nextPath(wanted)).toBe(home)
  })

  it.each([
    '/',
    '/sign-in',
    '/sign-in/',
    '/sign-in?next=/sessions',
    '/refresh?next=/sessions',
    '/sign-up',
    '/verify',
    '/forgot',
    '/reset?x=1',
  ])('does not send people from the entrance to %s', (wanted) => {
    expect(nextPath(wanted)).toBe(home)
  })

  it('ends at everybody’s sessions for whoever has a role, and at their own account for anybody else', () => {
    expect(landingOf(['auditor'])).toBe('/overview')
    expect(landingOf([])).toBe('/account')
  })

  it('drops the fragment, which a server never sees anyway', () => {
    expect(nextPath('/sessions#x')).toBe('/sessions')
  })

  it('is left out of an address when it is where people land anyway', () => {
    expect(withNext('/sign-in', { ended: undefined, next: home })).toBe('/sign-in')
    expect(withNext('/sign-in', { ended: 'expired', next: '/sessions?q=a' })).toBe('/sign-in?ended=expired&next=%2Fsessions%3Fq%3Da')
  })
})
