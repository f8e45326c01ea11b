// Holds the data directory (its working directory) and runs one program at a time in it, as its parent asks: a line of JSON on
// stdin starts one, lines of JSON on stdout say what became of it. When stdin closes, because the parent asked or because it was
// killed, the program is stopped and this process ends. Plain JavaScript, because it must run from src/ and from dist/ alike.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { takeLock } from './lock.mjs'

// Nobody may be left to read what we say.
process.stdout.on('error', () => {})
const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`)

const lock = await takeLock('supervisor.sock')
if (!lock) {
  say({ state: 'held' })
  process.exit(0)
}

let program

function run({ command, args, account, log }) {
  const output = openSync(log, 'a', 0o600)
  program = spawn(command, args, { ...account, stdio: ['ignore', output, output] })
  closeSync(output)
  program.on('spawn', () => say({ state: 'running', pid: program.pid }))
  program.on('error', (fault) => say({ state: 'failed', message: fault.message }))
  program.on('exit', (code, signal) => {
    program = undefined
    say({ state: 'exited', code, signal })
  })
}

/** PostgreSQL's three ways to stop: fast (sessions are ended, all is written), immediate (it recovers at the next start), none. */
function leave() {
  lock.leave()
  if (!program) process.exit(0)
  program.on('exit', () => process.exit(0))
  program.kill('SIGINT')
  setTimeout(() => program?.kill('SIGQUIT'), 20_000)
  setTimeout(() => program?.kill('SIGKILL'), 25_000)
}

createInterface({ input: process.stdin })
  .on('line', (line) => run(JSON.parse(line)))
  .on('close', leave)
say({ state: 'ready' })
