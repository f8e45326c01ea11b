import type { Answer } from '../api/answer'
import { withNext } from '../security/next-path'
import { isDialogOpen } from './dialog-open'

/**
 * Data of ours for a page that is open. For whoever is signed out the page is loaded again: it leads to sign in, where it is said why, and back. While a
 * dialog is open it waits: each later look finds the same.
 *
 * @param path answers a `T` as JSON
 * @returns `unreachable`, too, where something else answers
 */
export async function fetchData<T>(path: string, signal: AbortSignal): Promise<Answer<T>> {
  try {
    const response = await fetch(path, { signal, headers: { accept: 'application/json' } })
    if (response.status === 401) {
      if (!isDialogOpen()) location.reload()
      return { ok: false, trouble: { kind: 'signed_out', signIn: withNext('/sign-in', { next: location.pathname + location.search }) } }
    }
    const isData = response.ok && response.headers.get('content-type')?.includes('json')
    return isData ? { ok: true, body: (await response.json()) as T } : unreachable
  } catch {
    return unreachable
  }
}

const unreachable = { ok: false, trouble: { kind: 'unreachable' } } as const
