import type { NextRequest } from 'next/server'
import { tessera } from './tessera'

/** A session that is due is refreshed before anything is rendered: a page cannot keep a token. */
export const proxy = (request: NextRequest) => tessera.proxy(request)

export const config = { matcher: '/((?!_next/|favicon.ico).*)' }
