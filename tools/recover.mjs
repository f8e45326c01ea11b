// `npm run recover -- --email owner@example.com`: lets an owner in again who lost their password or second factor, for whoever has the
// machine. Into the database of DATABASE_URL, or the embedded one, which is started if it is not running. The API need not run.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { reachDatabase } from './database.mjs'
import { recoverOwner } from './recover/owner.mjs'
import { root } from './root.mjs'

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
    const console_ = process.env.CONSOLE_URL || `http://localhost:${process.env.CONSOLE_PORT || 3000}`
    console.log(
      `\nThis link sets a new password for ${wanted.email}. It is good once, and for one hour:\n\n  ${console_}/reset#token=${token}\n`,
    )
  } finally {
    await client.end()
    await close()
  }
}
