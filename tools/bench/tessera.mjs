import { join } from 'node:path'
import { freePort } from '@tessera/persistence/embedded'
import { startChild } from '../child.mjs'
import { root } from '../root.mjs'
import { developmentSecrets } from '../secrets.mjs'
import { apiProgram } from '../system.mjs'
import { untilAnswering } from '../until-answering.mjs'

const userPassword = 'a good enough passphrase'
const owner = { email: 'owner@example.com', password: 'a long enough passphrase' }

/**
 * The API with every wire format, and what some of its endpoints ask of their callers.
 *
 * @param {{ databaseUrl: string, dataDir: string, started?: { stop(): Promise<void> }[], settings?: Readonly<Record<string, string>> }} options
 */
export async function startTessera({ databaseUrl, dataDir, started = [], settings = {} }) {
  const port = await freePort()
  const child = startChild({
    args: [apiProgram],
    cwd: root,
    // As in production, where nobody of ours reads the log line by line: that would be measured, too.
    stdoutTo: join(dataDir, 'api.log'),
    // The API says on stderr why it cannot start.
    onLine: (line, from) => from === 'stderr' && console.error(line),
    env: {
      ...{ PATH: process.env.PATH, ...developmentSecrets(dataDir), DATABASE_URL: databaseUrl, API_PORT: String(port) },
      ...{ ADMIN_EMAIL: owner.email, ADMIN_PASSWORD: owner.password, DATA_DIR: dataDir, OUTBOX: 'off', ...settings },
    },
  })
  started.push(child)
  const origin = `http://127.0.0.1:${port}`
  await untilAnswering('the API', child, `${origin}/health/ready`)

  const post = async (path, body, accessToken) => {
    const headers = { 'content-type': 'application/json', ...(accessToken && { authorization: `Bearer ${accessToken}` }) }
    const answer = await fetch(`${origin}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const accessToken = async () => (await post('/v1/sessions', owner)).access_token
  let kept
  const ownersToken = () => (kept ??= accessToken())
  return {
    pid: child.pid,
    origin,
    stop: () => child.stop(),
    /** Logs the owner in `users` times or a few more. Targets that share the sessions refresh the same rows. */
    async logIn(users, client) {
      const asked = { ...owner, ...(client && { client_id: client.id, client_secret: client.secret }) }
      const tokens = []
      const logInAll = async () => {
        while (tokens.length < users) tokens.push((await post('/v1/sessions', asked)).refresh_token)
      }
      await Promise.all(Array.from({ length: 4 }, logInAll))
      return { tokens }
    },
    /** Of the owner; by default for the GenLogs format. */
    async apiKey(scopes = ['tokens']) {
      return (await post('/v1/me/api-keys', { name: 'Bench', scopes }, await accessToken())).key
    },
    /** Somebody's new session: its id and its access token. */
    async newSession(email) {
      return post('/v1/sessions', { email, password: userPassword })
    },
    /** As an administrator does it; answered when it is final. */
    async revoke(sessionId) {
      await post(`/v1/admin/sessions/${sessionId}/revoke`, {}, await ownersToken())
    },
    /** Somebody with an account, whose address is verified. */
    async createUser(email) {
      await post('/v1/admin/users', { email, password: userPassword }, await ownersToken())
    },
    async confidentialClient() {
      const { client_id, client_secret } = await post('/v1/admin/clients', { name: 'Bench', confidential: true }, await accessToken())
      return { id: client_id, secret: client_secret }
    },
  }
}
