import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy, nonceOf } from './csp'

const production = contentSecurityPolicy('bm9uY2U=', { overTls: true, development: false })
const directive = (name: string) => production.split('; ').find((each) => each === name || each.startsWith(`${name} `))

describe('the content security policy', () => {
  it('has no way around the nonce', () => {
    expect(production).not.toMatch(/unsafe-|data:|blob:|https?:|\*/)
  })

  it('lets scripts and styles run by the nonce of this answer', () => {
    expect(directive('script-src')).toBe("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'")
    expect(directive('style-src')).toBe("style-src 'self' 'nonce-bm9uY2U='")
  })

  it('refuses what is not named, frames around us, and forms and bases that lead elsewhere', () => {
    expect(directive('default-src')).toBe("default-src 'none'")
    expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'")
    expect(directive('form-action')).toBe("form-action 'self'")
    expect(directive('base-uri')).toBe("base-uri 'none'")
  })

  it('asks for TLS only where people come over it', () => {
    expect(directive('upgrade-insecure-requests')).toBe('upgrade-insecure-requests')
    expect(contentSecurityPolicy('x', { overTls: false, development: false })).not.toContain('upgrade-insecure-requests')
  })

  it('tells its nonce, for the one script that is ours', () => {
    expect(nonceOf(production)).toBe('bm9uY2U=')
    expect(nonceOf("default-src 'none'")).toBeUndefined()
    expect(nonceOf(null)).toBeUndefined()
  })
})
