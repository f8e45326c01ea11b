import 'server-only'
import { cookies, headers } from 'next/headers'
import { isOwnOrigin } from '../security/origin'
import { settings } from '../settings'
import { cookieOf, noCookie } from './cookie'
import type { Tokens } from './tokens'

/** A write that did not come from one of our pages. Nothing was done. */
class ForeignOrigin extends Error {
  constructor() {
    super('This request did not come from the console’s own address, so nothing was done.')
  }
}

/** The first line of every action. @throws ForeignOrigin */
export async function checkOrigin(): Promise<void> {
  if (!isOwnOrigin((await headers()).get('origin'), settings().consoleOrigin)) throw new ForeignOrigin()
}

/** Signs the person in on this browser. */
export async function keepTokens(tokens: Tokens): Promise<void> {
  ;(await cookies()).set(await cookieOf(tokens, settings(), Date.now()))
}

/** Signs the person out on this browser; the session itself is for the API to end. */
export async function dropTokens(): Promise<void> {
  ;(await cookies()).set(noCookie(settings()))
}
