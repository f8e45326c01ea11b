import { describe, expect, it } from 'vitest'
import { routedPath } from './routed-path.js'

describe('the path of an address', () => {
  it.each([
    ['/auth/token?a=/b#c', '/auth/token'],
    ['/auth/token#c?a', '/auth/token'],
    ['/auth/%72efresh-tok%65n', '/auth/refresh-token'],
    ['/sch%C3%B6n', '/schön'],
    ['http://api.example:3333/auth/token?a', '/auth/token'],
    ['HTTPS://api.example/%61uth', '/auth'],
    ['http://api.example?a', '/'],
    ['http://api.example', '/'],
  ])('of %s is %s', (url, path) => {
    expect(routedPath(url)).toBe(path)
  })

  it('keeps the escapes that separate nothing apart from what does, and decodes once', () => {
    for (const path of ['/auth%2Ftoken', '/auth%3Fa', '/a%23', '/a%3Bb', '/a%25', '/%2561uth']) expect(routedPath(path)).toBe(path)
  })

  it('keeps case, semicolons and doubled slashes', () => {
    for (const path of ['/Auth/Token', '/auth/token;v=1', '//auth/token', '/auth//token']) expect(routedPath(path)).toBe(path)
  })

  it('stands as it came where it cannot be decoded', () => {
    expect(routedPath('/auth/%ff?a')).toBe('/auth/%ff')
    expect(routedPath('/%61uth/%')).toBe('/%61uth/%')
  })
})
