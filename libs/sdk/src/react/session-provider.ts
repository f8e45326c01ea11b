'use client'

import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { type Client, createClient } from '../client.js'
import type { TesseraSession } from '../session.js'
import type { CurrentSession } from '../tokens.js'
import { observe, type ObservedState, type SessionState, stateOf } from './session-state.js'

interface Provided {
  readonly session: TesseraSession
  readonly state: ObservedState
  readonly first: SessionState
}

const Context = createContext<Provided | null>(null)

export interface SessionProviderProps {
  /** One for the life of the page: make it in a module, or in a state. */
  readonly session: TesseraSession
  /**
   * What the server knew when it rendered the page: then the first sight is the right one. Left out, it is `loading`. When it rendered again
   * for somebody else, an action has signed them in or out, and the page looks.
   */
  readonly initial?: CurrentSession | null
  readonly children?: ReactNode
}

/** Gives what is inside the session. It renders on a server, where it looks at nothing but `initial`. */
export function SessionProvider({ session, initial, children }: SessionProviderProps): ReactElement {
  const [first] = useState(() => stateOf(initial))
  const provided = useMemo(() => ({ session, first, state: observe(session, first) }), [session, first])
  const { look } = provided.state
  const who = initial && initial.sessionId
  const before = useRef(who)
  useEffect(() => {
    // Not shown as it is: a page that a router kept may come back with what was so before.
    if (before.current !== who) void look()
    before.current = who
  }, [look, who])
  return createElement(Context.Provider, { value: provided }, children)
}

/** Who is signed in, and whether; it follows what happens in every tab. */
export function useSession(): SessionState {
  const { state, first } = useProvided()
  return useSyncExternalStore(state.subscribe, state.get, () => first)
}

/** The session itself, to log in and out and to `fetch`. The same as long as the provider's is. */
export function useTessera(): TesseraSession {
  return useProvided().session
}

/** Typed calls of the API with the session's access token. The same as long as the session and the address are. */
export function useApi(baseUrl: string): Client {
  const { session } = useProvided()
  return useMemo(() => createClient({ baseUrl, fetch: session.fetch }), [baseUrl, session])
}

function useProvided(): Provided {
  const provided = useContext(Context)
  if (provided === null) throw new Error('There is no SessionProvider around this component')
  return provided
}
