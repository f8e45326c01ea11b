import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startChild } from './child.mjs'

let folder
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'tessera-child-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function script(name, text) {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

/** Prints its process id and stays; leaves a file behind when it was asked to end. */
const staying = (asked) => `
  import { writeFileSync } from 'node:fs'
  process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(asked)}, ''); process.exit(0) })
  setInterval(() => {}, 1000)
  console.log(process.pid)`

describe('a child', () => {
  it.skipIf(!existsSync('/dev/full'))('goes on though its log cannot be written, which is said once', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const path = script('child.mjs', `console.log('one'); setTimeout(() => console.log('two'), 200)`)
    const { ended, lastLines } = startChild({ args: [path], cwd: folder, log: '/dev/full' })
    expect(await ended).toMatchObject({ code: 0 })
    expect(lastLines()).toBe('one\ntwo')
    expect(said.mock.calls).toEqual([['  /dev/full cannot be written (ENOSPC)']])
    said.mockRestore()
  })

  it('has its log gone on with as soon as it can be written again', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const [log, go] = [join(folder, 'child.log'), join(folder, 'go')]
    mkdirSync(log)
    const path = script(
      'child.mjs',
      `import { existsSync } from 'node:fs'
      console.log('one')
      const timer = setInterval(() => existsSync(${JSON.stringify(go)}) && (clearInterval(timer), console.log('two')), 20)`,
    )
    const { ended } = startChild({ args: [path], cwd: folder, log })
    await vi.waitUntil(() => said.mock.calls.length > 0, { timeout: 10_000 })
    rmdirSync(log)
    writeFileSync(go, '')
    await ended
    expect(readFileSync(log, 'utf8').trim()).toBe('two')
    expect(said.mock.calls).toEqual([[`  ${log} cannot be written (EISDIR)`], [`  ${log} is written again`]])
    said.mockRestore()
  })

  it('is asked to end when its parent was killed by -9', async () => {
    const asked = join(folder, 'asked')
    const child = script('child.mjs', staying(asked))
    const parent = script(
      'parent.mjs',
      `import { startChild } from ${JSON.stringify(new URL('child.mjs', import.meta.url).href)}
       startChild({ args: [${JSON.stringify(child)}], cwd: '.', onLine: (line) => console.log(line) })`,
    )
    const process = spawn('node', [parent], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(createInterface({ input: process.stdout }), 'line')
    process.kill('SIGKILL')
    await vi.waitUntil(() => existsSync(asked), { timeout: 10_000 })
  })

  it('is asked to end by stop, and has ended after it', async () => {
    const asked = join(folder, 'asked')
    const lines = []
    const child = startChild({ args: [script('child.mjs', staying(asked))], cwd: folder, onLine: (line) => lines.push(line) })
    await vi.waitUntil(() => lines.length > 0, { timeout: 10_000 })
    await child.stop()
    expect(existsSync(asked)).toBe(true)
    expect(await child.ended).toEqual({ code: 0, signal: null })
  })

  it('has its last lines read, and kept in its log, when it ends', async () => {
    const log = join(folder, 'logs/child.log')
    const child = startChild({ args: ['-e', 'console.log("one"); console.error("two"); process.exit(3)'], cwd: folder, log })
    expect(await child.ended).toEqual({ code: 3, signal: null })
    expect(child.lastLines().split('\n').sort()).toEqual(['one', 'two'])
    await vi.waitUntil(() => existsSync(log) && readFileSync(log, 'utf8').includes('two'))
  })
  it('has its log begun anew while it runs, and one old one kept', async () => {
    const log = join(folder, 'child.log')
    const path = script(
      'child.mjs',
      `const line = '.'.repeat(999) + '\\n'
      for (let n = 0; n < 21; n++) await new Promise((done) => process.stdout.write(line.repeat(1000), done))
      console.log('last')`,
    )
    await startChild({ args: [path], cwd: folder, log }).ended
    expect(statSync(`${log}.1`).size).toBeLessThan(10_100_000)
    expect(statSync(log).size).toBeLessThan(10_100_000)
    expect(readFileSync(log, 'utf8')).toMatch(/last\n$/)
    expect(readdirSync(folder).sort()).toEqual(['child.log', 'child.log.1', 'child.mjs'])
  })
})
