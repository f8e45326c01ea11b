// `npm run import -- users.jsonl`: users of another system, with their password hashes and, where it is wanted, their live refresh tokens. Into the
// database of `npm start`, running or not, or that of DATABASE_URL. Run again, it goes on where it was, and creates nothing twice: docs/guides/moving-in.md.
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importStore, openDatabase } from '@tessera/persistence'
import { reachDatabase } from './database.mjs'
import { linesOf } from './import/lines.mjs'
import { readLine } from './import/read-line.mjs'
import { rehearsal } from './import/rehearsal.mjs'
import { Report } from './import/report.mjs'
import { root } from './root.mjs'
import { helpWith } from './usage.mjs'

const batch = 300
const usage = `npm run import -- FILE [--dry-run] [--with-roles] [--report FILE]

  FILE          one user a line, as JSON; - for the standard input
  --dry-run     only reads and checks; writes no user
  --with-roles  takes roles of the console from the file; without it, a line that has any is refused
  --report      where each refused line is told of (default: FILE.report.jsonl)`

helpWith(usage)
try {
  await main(readArguments())
} catch (fault) {
  console.error(fault.message)
  process.exitCode = 1
}

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      'with-roles': { type: 'boolean', default: false },
      report: { type: 'string' },
    },
  })
  const [file, ...others] = positionals
  if (file === undefined || others.length > 0) throw new Error(usage)
  // npm runs this in the root, whatever folder it was called in.
  const from = process.env.INIT_CWD ?? process.cwd()
  const path = file === '-' ? null : resolve(from, file)
  if (path && !existsSync(path)) throw new Error(`There is no file ${path}.`)
  const report = resolve(from, values.report ?? (path ? `${path}.report.jsonl` : 'import.report.jsonl'))
  if (report === path) throw new Error('The report must not be the file that is imported.')
  return { path, report, dryRun: values['dry-run'], withRoles: values['with-roles'] }
}

async function main({ path, report, dryRun, withRoles }) {
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'))
  const source = await reachDatabase()
  const database = openDatabase({ url: source.url, poolSize: 2 })
  try {
    const known = await knownIn(database)
    const users = dryRun ? rehearsal(database) : importStore(database).users
    const lines = linesOf(path ? createReadStream(path) : process.stdin)
    await importAll(lines, { known, withRoles, dryRun, users, report: new Report(createWriteStream(report)) }).catch(brokenOff)
    console.error(`  What was refused, and why: ${report}`)
  } finally {
    await database.close()
    await source.close()
  }
}

function brokenOff(cause) {
  const sentence = `The import broke off: ${cause.message || cause.code}. Run it again: it skips who is there, and creates nothing twice.`
  throw new Error(sentence, { cause })
}

async function importAll(lines, { known, withRoles, dryRun, users, report }) {
  let waiting = []
  const write = async () => {
    const given = waiting
    waiting = []
    if (given.length === 0) return
    for (const [index, answer] of (await users(given.map(({ user }) => user))).entries()) report.answered(given[index].line, answer)
    await report.flushed()
  }
  for await (const { line, text } of lines) {
    report.read(line)
    if (text !== null && text.trim() === '') continue
    const { user, refused } = readLine(text, known, withRoles, Date.now())
    for (const refusal of refused) report.refused({ line, ...refusal })
    if (user) waiting.push({ line, user })
    if (waiting.length === batch) await write()
    // A file with nothing but refusals must not fill the memory either.
    else if (line % batch === 0) await report.flushed()
  }
  await write()
  await report.close(dryRun)
}

async function knownIn({ pool }) {
  const { rows } = await pool.query(`SELECT to_regclass('imported_tokens') IS NOT NULL AS there`)
  if (!rows[0].there) throw new Error('The database has not the tables of this version: start Tessera over it once.')
  const clients = await pool.query('SELECT id, disabled_at IS NOT NULL AS disabled, dpop_required AS "dpopRequired", grants FROM clients')
  return { clients: new Map(clients.rows.map((client) => [client.id, client])) }
}
