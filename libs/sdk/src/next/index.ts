export type { CookieOptions } from '../cookie-store.js'
export { createNextSession, type NextSession, type NextSessionOptions, type RequestSession, type Respond } from './create-next-session.js'
export { ownPath } from './passed.js'
