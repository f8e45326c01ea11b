import { LoginResponse } from '@tessera/contract'
import { readLeniently } from './lenient.js'
import type { Tokens } from './tokens.js'

/**
 * Where a session keeps its tokens, and the only place where it looks for them: what another tab or process saved counts from the
 * next call on. Each method may be synchronous or not; what one throws, the caller of the session gets, unless it is a refresh whose tokens
 * could not be saved while those before still live.
 */
export interface TokenStore {
  /**
   * What all who share it call it, in one browser: sessions over stores of one name refresh in turn, and tell each other what happens.
   * Without a name nobody else is asked.
   */
  readonly name?: string
  /**
   * Whether the server that the session calls keeps the tokens, and the store only what it hands out, as for pages whose own server has them in
   * a cookie: then a login has ended the session before there, and a logout is told when the server has answered it.
   */
  readonly keptByServer?: boolean
  /**
   * Whether what is saved now would be kept. Asked before each refresh: a successor that cannot be stored must not be asked for.
   * Default: it would.
   */
  canSave?(): boolean | Promise<boolean>
  load(): Tokens | null | Promise<Tokens | null>
  /** Must have stored them when it returns: a refresh token is used only after its successor could be found again. */
  save(tokens: Tokens): void | Promise<void>
  clear(): void | Promise<void>
}

/** Keeps the tokens for as long as the page or the process lives. */
export function memoryStore(tokens: Tokens | null = null): TokenStore {
  return {
    load: () => tokens,
    save: (next) => void (tokens = next),
    clear: () => void (tokens = null),
  }
}

/**
 * Keeps the tokens in the browser, for all tabs of one origin. Scripts of that origin can read them: where you can, keep them on
 * a server behind an httpOnly cookie instead. Where there is no localStorage (on a server, or where people let no site keep anything) it is
 * empty, and saving is a fault.
 */
export function localStorageStore(key = 'tessera.session'): TokenStore {
  return {
    name: key,
    load: () => tokensIn(storage()?.getItem(key)),
    save(tokens) {
      const found = storage()
      if (!found) throw new Error('There is no localStorage here: give createSession another store')
      found.setItem(key, JSON.stringify(tokens))
    },
    clear: () => storage()?.removeItem(key),
  }
}

function storage(): Storage | undefined {
  try {
    return globalThis.localStorage
  } catch {
    // A browser that may keep nothing, and a sandboxed frame, throw a SecurityError.
    return undefined
  }
}

/** Anything but tokens is no session: people and other scripts write to localStorage too. */
export function tokensIn(text: string | null | undefined): Tokens | null {
  if (!text) return null
  try {
    const json = JSON.parse(text) as { received_at?: unknown }
    const { received_at } = json
    const { data } = readLeniently(LoginResponse, json)
    return typeof received_at === 'number' && data ? { ...(data as LoginResponse), received_at } : null
  } catch {
    return null
  }
}
