import { describe, expect, it } from 'vitest'
import { fromProxy } from './from-proxy'

describe('what the proxy tells the page', () => {
  it('arrives', () => {
    const headers = new Headers()
    fromProxy.write(headers, { path: '/sessions?q=%E2%82%AC', ended: 'expired' })
    expect(fromProxy.read(headers)).toEqual({ path: '/sessions?q=%E2%82%AC', ended: 'expired' })
  })

  it('cannot be sent from outside', () => {
    const headers = new Headers({ 'x-console-path': '//evil.example', 'x-console-ended': 'expired' })
    fromProxy.write(headers, { path: '/sessions' })
    expect(fromProxy.read(headers)).toEqual({ path: '/sessions', ended: undefined })
  })
})
