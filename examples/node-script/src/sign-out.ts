import { routes } from '@tessera/contract'
import { createClient, ProblemError } from '@tessera/sdk'

const { TESSERA_URL = 'http://localhost:3333', TESSERA_API_KEY = '' } = process.env
const [whom, reason = 'signed out by a script'] = process.argv.slice(2)
if (whom === undefined) throw new Error('Say whom to sign out: npm start -- ada@example.com "stolen laptop"')
const email = whom.trim().toLowerCase() // as Tessera keeps addresses

// The key needs the scopes sessions:read and sessions:revoke, and speaks for a user whose role allows as much.
const api = createClient({ baseUrl: TESSERA_URL, headers: { 'x-api-key': TESSERA_API_KEY } })
try {
  let ended = 0
  let after: string | undefined
  do {
    const { items, next } = await api.call(routes.listSessions, { query: { q: email, state: 'active', ...(after && { after }) } })
    for (const { id, user } of items.filter((session) => session.user.email === email)) {
      await api.call(routes.revokeSession, { params: { id }, body: { reason } })
      console.log(`ended ${id} of ${user.email}`)
      ended += 1
    }
    after = next ?? undefined
  } while (after !== undefined)
  console.log(`${ended} sessions ended`)
} catch (fault) {
  if (!(fault instanceof ProblemError)) throw fault
  console.error(fault.problem.detail)
  process.exitCode = 1
}
