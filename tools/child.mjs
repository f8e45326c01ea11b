import { spawn } from 'node:child_process'
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'

const endWithParent = new URL('end-with-parent.mjs', import.meta.url).href
const patience = 10_000

/**
 * Runs a program of Node that ends with us, however we end.
 *
 * @param {{ args: string[], cwd: string, env?: object, log?: string, isForLog?: (line: string, from: string) => boolean, stdoutTo?: string,
 *   onLine?: (line: string, from: 'stdout' | 'stderr') => void }} options `log` is a file that takes what it prints; `stdoutTo` one that it writes its
 *   stdout to by itself, which nobody here reads then
 */
export function startChild({ args, cwd, env = process.env, log, isForLog = () => true, stdoutTo, onLine = () => {} }) {
  // A group of its own: Ctrl-C in a terminal must reach us only, who stop the children in order.
  const stdout = stdoutTo === undefined ? 'pipe' : openSync(stdoutTo, 'a', 0o600)
  const child = spawn(process.execPath, ['--import', endWithParent, ...args], { cwd, env, stdio: ['pipe', stdout, 'pipe'], detached: true })
  if (stdout !== 'pipe') closeSync(stdout)
  child.stdin.on('error', () => {})
  const file = log && openLog(log)
  const last = []
  let saidAt = Date.now()
  for (const from of ['stdout', 'stderr'].filter((each) => child[each])) {
    createInterface({ input: child[from] }).on('line', (line) => {
      if (isForLog(line, from)) file?.write(`${line}\n`)
      saidAt = Date.now()
      last.push(line)
      if (last.length > 200) last.shift()
      onLine(line, from)
    })
  }
  const ended = new Promise((done) => {
    child.once('error', (fault) => done({ code: null, signal: null, fault }))
    child.once('close', (code, signal) => {
      file?.end()
      done({ code, signal })
    })
  })
  return {
    pid: child.pid,
    /** Resolves, with the exit code and the signal, when the child has ended and all it printed was read. */
    ended,
    /** When it was started, or printed its last line. */
    get saidAt() {
      return saidAt
    },
    /** The last lines that it printed, 200 at most. */
    lastLines: (count = 20) => last.slice(-count).join('\n'),
    /** Asks it to drain and end; kills it when it does not. */
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), patience)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Bytes after which a log is begun anew. */
const longest = 10_000_000

/**
 * One old log is kept, so that the two stay under some 20 MB, however long the program runs. While the disk is full, lines are lost, and what they tell of
 * goes on; the log does when there is room again. Each is written at once: a stream would end at the first fault, and nothing would be logged until the next
 * start.
 */
function openLog(path) {
  mkdirSync(dirname(path), { recursive: true })
  let file
  let size = 0
  let isBroken = false
  const open = () => {
    if (existsSync(path) && statSync(path).size > longest) renameSync(path, `${path}.1`)
    file = openSync(path, 'a', 0o600)
    size = fstatSync(file).size
  }
  const close = () => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  return {
    write(line) {
      // Of the line before perhaps only the beginning is there.
      const text = Buffer.from(isBroken ? `\n${line}` : line)
      try {
        if (size > longest) close()
        if (file === undefined) open()
        const written = writeSync(file, text)
        size += written
        if (written < text.length) throw Object.assign(new Error(), { code: 'ENOSPC' })
        if (isBroken) console.error(`  ${path} is written again`)
        isBroken = false
      } catch (fault) {
        if (!isBroken) console.error(`  ${path} cannot be written (${fault.code})`)
        isBroken = true
      }
    },
    end: close,
  }
}
