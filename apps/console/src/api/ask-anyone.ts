import 'server-only'
import type { Route, RouteBody, RouteCall, WholeRoute } from '@tessera/contract'
import { headers } from 'next/headers'
import type { Answer } from './answer'
import { api } from './client'
import { troubleOf } from './trouble'

/** Calls the API for somebody who is not signed in, or whose session does not matter. */
export async function askAnyone<const R extends WholeRoute>(route: R, request: RouteCall<R>): Promise<Answer<RouteBody<R>>> {
  const call = api(await headers()).call as (route: Route, request: unknown) => Promise<RouteBody<R>>
  try {
    return { ok: true, body: await call(route, request) }
  } catch (thrown) {
    return { ok: false, trouble: troubleOf(thrown) }
  }
}
