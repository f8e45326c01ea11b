import { describe, expect, it, vi } from 'vitest'
import { problem } from '../testing/api.js'
import { credentials, faultOf } from '../testing/logged-in.js'
import { someTokens } from '../testing/tokens.js'
import { ProblemError, UnreachableError } from './faults.js'
import { calls, remoteSession } from './remote-session.js'

type Call = (typeof calls)[keyof typeof calls]

/** A page's server that has a cookie or none, and whose answers come when they are let go. */
function server() {
  let cookie: string | null = null
  const asked: Call[] = []
  const gates = new Map<Call, Promise<void>>()
  const answerOf = (call: Call): Response => {
    const tokens = { ...someTokens, session_id: cookie, access_token: `access of ${cookie}` }
    if (call === calls.look) return cookie === null ? new Response(null, { status: 204 }) : Response.json(tokens)
    if (call !== calls.logOut) return refused('invalid_credentials')
    cookie = null
    return new Response(null, { status: 204 })
  }
  // Each with a path of its own, so that tests hear nothing of each other.
  const path = `/${crypto.randomUUID()}`
  const send = vi.fn(async (input: string | URL | Request) => {
    const call = new URL(String(input), 'https://app.example').searchParams.get('call') as Call
    asked.push(call)
    // Answers are late, and so is what a logout does.
    const answer = call === calls.logOut ? null : answerOf(call)
    await gates.get(call)
    return answer ?? answerOf(call)
  })
  return {
    asked,
    send,
    page: () => remoteSession({ path, fetch: send }),
    /** What an action of the site did. */
    signIn: (sessionId: string | null) => void (cookie = sessionId),
    /** Holds the answers to a call that is made from now on, until the returned function is called. */
    hold(call: Call): () => void {
      let release = () => {}
      gates.set(call, new Promise((done) => (release = done)))
      return () => {
        gates.delete(call)
        release()
      }
    },
  }
}

function refused(code: Parameters<typeof problem>[0]): Response {
  const { status, body } = problem(code)
  return Response.json(body, { status })
}

const [first, second] = ['01940000-0000-7000-8000-000000000001', '01940000-0000-7000-8000-000000000002'] as const

it('a page signs out although a login fails at the same moment', async () => {
  const { asked, hold, page, signIn } = server()
  signIn(first)
  const session = page()
  await session.current()
  const release = hold(calls.logIn)
  const failing = faultOf(session.logIn({ ...credentials, password: 'wrong' }))
  await vi.waitFor(() => expect(asked).toContain(calls.logIn))
  await session.logOut()
  release()
  expect(await failing).toMatchObject({ problem: { code: 'invalid_credentials' } })
  expect(asked).toContain(calls.logOut)
  expect(await page().current()).toBeNull()
})

describe('what an action of the site does', () => {
  it('is found where nobody was signed in', async () => {
    const { page, signIn } = server()
    const session = page()
    expect([await session.accessToken(), await session.current()]).toEqual([null, null])
    signIn(first)
    expect(await session.accessToken()).toBe(`access of ${first}`)
    expect((await session.current())?.sessionId).toBe(first)
  })

  it('is found where somebody was', async () => {
    const { page, signIn } = server()
    signIn(first)
    const session = page()
    expect((await session.current())?.sessionId).toBe(first)
    signIn(second)
    expect((await session.current())?.sessionId).toBe(second)
    signIn(null)
    expect([await session.current(), await session.accessToken()]).toEqual([null, null])
  })

  it('is not looked for at every call while somebody is signed in', async () => {
    const { asked, page, signIn } = server()
    signIn(first)
    const session = page()
    for (let i = 0; i < 3; i++) await session.accessToken()
    expect(asked).toEqual([calls.look])
  })

  it('is found by the newer of two looks, whichever is answered first', async () => {
    const { asked, hold, page, signIn } = server()
    const session = page()
    const release = hold(calls.look)
    const older = session.current()
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    const releaseNewer = hold(calls.look)
    signIn(first)
    const newer = session.current()
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    releaseNewer()
    expect((await newer)?.sessionId).toBe(first)
    release()
    expect((await older)?.sessionId).toBe(first)
    expect(await session.accessToken()).toBe(`access of ${first}`)
  })

  it('that nobody answers about changes nothing', async () => {
    const { page, send, signIn } = server()
    signIn(first)
    const session = page()
    await session.current()
    send.mockRejectedValueOnce(new TypeError('no network'))
    expect((await session.current())?.sessionId).toBe(first)
    expect(await session.accessToken()).toBe(`access of ${first}`)
  })
})

describe('a logout of a page', () => {
  it('is told in other tabs when the server has answered: one that looks at once finds nobody', async () => {
    const { asked, hold, page, signIn } = server()
    signIn(first)
    const [one, other] = [page(), page()]
    await Promise.all([one.current(), other.current()])
    const found: unknown[] = []
    one.on('signed-out', async () => found.push(await one.accessToken()))
    const release = hold(calls.logOut)
    const leaving = other.logOut()
    await vi.waitFor(() => expect(asked).toContain(calls.logOut))
    release()
    await leaving
    await vi.waitFor(() => expect(found).toEqual([null]))
  })

  it('is done here at once, however long the server takes', async () => {
    const { asked, hold, page, signIn } = server()
    signIn(first)
    const session = page()
    await session.current()
    const release = hold(calls.logOut)
    const leaving = session.logOut()
    await vi.waitFor(() => expect(asked).toContain(calls.logOut))
    expect([await session.accessToken(), await session.current()]).toEqual([null, null])
    release()
    await leaving
    expect(await session.current()).toBeNull()
  })

  it('is of whoever an action of the site has signed in, too', async () => {
    const { asked, page, signIn } = server()
    const session = page()
    expect(await session.current()).toBeNull()
    signIn(first)
    await session.logOut()
    expect(asked).toContain(calls.logOut)
  })

  it('that nobody answers can be tried again, and until then the session is there', async () => {
    const { asked, page, send, signIn } = server()
    signIn(first)
    const session = page()
    await session.current()
    send.mockRejectedValue(new TypeError('no network'))
    for (let i = 0; i < 2; i++) expect(await faultOf(session.logOut())).toBeInstanceOf(UnreachableError)
    send.mockReset()
    expect(await session.accessToken()).toBe(`access of ${first}`)
    await session.logOut()
    expect(asked).toContain(calls.logOut)
  })

  it('that nobody answers is told to nobody', async () => {
    const { page, send, signIn } = server()
    signIn(first)
    const session = page()
    await session.current()
    const heard = vi.fn()
    session.on('signed-out', heard)
    send.mockRejectedValueOnce(new TypeError('no network'))
    expect(await faultOf(session.logOut())).toBeInstanceOf(UnreachableError)
    await new Promise(setImmediate)
    expect(heard).not.toHaveBeenCalled()
  })

  it('that the server could only do by half is told', async () => {
    const { page, send, signIn } = server()
    signIn(first)
    const session = page()
    await session.current()
    const heard = vi.fn()
    session.on('signed-out', heard)
    send.mockResolvedValueOnce(refused('unavailable'))
    expect(await faultOf(session.logOut())).toBeInstanceOf(ProblemError)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith({ reason: 'logout' }))
  })
})

describe('a look of a page at its server', () => {
  it('is one for all that want to know at the same time', async () => {
    const { asked, page, signIn } = server()
    signIn(first)
    const session = page()
    await Promise.all([session.accessToken(), session.accessToken(), session.accessToken()])
    expect(asked).toEqual([calls.look])
  })

  it.each(['first', 'next'])('that was asked before somebody signed out brings nobody back, though it is its %s one', async (which) => {
    const { asked, hold, page, signIn } = server()
    const [one, other] = [page(), page()]
    if (which === 'next') expect(await one.current()).toBeNull()
    asked.length = 0
    signIn(first)
    const heard = vi.fn()
    one.on('signed-out', heard)
    await other.current()
    const release = hold(calls.look)
    const slow = one.accessToken()
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    await other.logOut()
    await vi.waitFor(() => expect(heard).toHaveBeenCalled())
    release()
    expect(await slow).toBeNull()
    expect(await one.accessToken()).toBeNull()
  })
})
