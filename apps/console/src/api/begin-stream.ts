import 'server-only'
import { Problem, type Route, type StreamType } from '@tessera/contract'
import { ProblemError, UnreachableError } from '@tessera/sdk'
import { settings } from '../settings'
import { forwarded } from './client'

export type StreamQuery = Readonly<Record<string, string>>

/** Milliseconds until the answer has to begin. How long it then goes on is not limited. */
const patience = 8_000

/**
 * Begins to read one of the contract's streams. The SDK reads whole answers; this one is passed on as it comes.
 *
 * @throws ProblemError when the API refused, and says why
 * @throws UnreachableError when it did not begin to answer
 */
export async function beginStream(
  came: Pick<Headers, 'get'>,
  route: Route,
  query: StreamQuery,
  { accessToken, type, signal }: { accessToken: string; type: StreamType; signal: AbortSignal },
): Promise<Response> {
  const search = new URLSearchParams(query).toString()
  const unanswered = (options?: ConstructorParameters<typeof UnreachableError>[1]) =>
    new UnreachableError(`${route.method} ${route.path} was not answered`, options)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(unanswered()), patience)
  try {
    const response = await fetch(`${settings().apiUrl}${route.path}${search && `?${search}`}`, {
      headers: { ...forwarded(came), accept: `${type}, application/problem+json`, authorization: `Bearer ${accessToken}` },
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.any([signal, late.signal]),
    })
    if (response.status === 200) return response
    const problem = Problem.safeParse(await response.json())
    if (!problem.success) throw unanswered({ status: response.status })
    throw new ProblemError(problem.data, response.status, Number(response.headers.get('retry-after')) || null)
  } catch (thrown) {
    if (thrown instanceof ProblemError || thrown instanceof UnreachableError) throw thrown
    throw unanswered({ cause: thrown })
  } finally {
    clearTimeout(timer)
  }
}
