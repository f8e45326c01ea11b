import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { loggedIn } from '../../testing/logged-in.js'
import { createSession } from '../session.js'
import { SessionProvider, type SessionProviderProps, useSession } from './session-provider.js'

function Who() {
  const { status, current } = useSession()
  return createElement('p', null, `${status} ${current?.user.email ?? ''}`)
}

const rendered = (props: SessionProviderProps) => renderToString(createElement(SessionProvider, props, createElement(Who)))

describe('on a server', () => {
  it('the first sight is what the server knew', async () => {
    const { session } = await loggedIn()
    const initial = await session.current()
    expect(rendered({ session, initial })).toBe('<p>signed-in ada@example.com</p>')
    expect(rendered({ session, initial: null })).toBe('<p>signed-out </p>')
  })

  it('nobody looks into a store that belongs to a browser', () => {
    const store = { load: () => expect.fail('looked'), save: () => {}, clear: () => {} }
    expect(rendered({ session: createSession({ baseUrl: 'https://api.example', store }) })).toBe('<p>loading </p>')
  })
})

it('a component without a provider is told so', () => {
  expect(() => renderToString(createElement(Who))).toThrow('There is no SessionProvider around this component')
})
