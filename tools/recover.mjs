// `npm run recover -- --email owner@example.com`: lets an owner in again who lost their password or second factor, for whoever has the
// machine. Into the database of DATABASE_URL, or the embedded one, which is started if it is not running. The API need not run.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { findConsoleUrl } from './console-url.mjs'
import { reachDatabase } from './database.mjs'
import { recoverOwner } from './recover/owner.mjs'
import { root } from './root.mjs'
import { helpWith } from './usage.mjs'

helpWith(`npm run recover -- --email ADDRESS [--remove-second-factor] [--enable] [--make-owner]

  --email                 the owner who cannot get in
  --remove-second-factor  takes a lost authenticator away
  --enable                enables a disabled owner
  --make-owner            makes one of a user, where no active owner is left

The link leads to the console of CONSOLE_URL, or of the last npm start.`)

try {
  await recover(readArguments())
} catch (fault) {
  console.error(fault.message || String(fault))
  process.exitCode = 1
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      'remove-second-factor': { type: 'boolean', default: false },
      enable: { type: 'boolean', default: false },
      'make-owner': { type: 'boolean', default: false },
    },
  })
  if (!values.email) throw new Error('Whom? Say --email owner@example.com')
  const email = values.email.trim().toLowerCase()
  return { email, removeSecondFactor: values['remove-second-factor'], enable: values.enable, makeOwner: values['make-owner'] }
}

async function recover(wanted) {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  const { url, close } = await reachDatabase()
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    const { token, deeds } = await recoverOwner(client, wanted)
    for (const deed of deeds) console.log(`  ${deed}`)
    const link = `${findConsoleUrl()}/reset#token=${token}`
    console.log(`\nThis link sets a new password for ${wanted.email}. It is good once, and for one hour:\n\n  ${link}\n`)
  } finally {
    await client.end()
    await close()
  }
}
