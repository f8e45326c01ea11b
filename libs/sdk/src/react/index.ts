export { SessionProvider, type SessionProviderProps, useApi, useSession, useTessera } from './session-provider.js'
export type { SessionState } from './session-state.js'
