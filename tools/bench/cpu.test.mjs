import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cpuSeconds } from './cpu.mjs'

it.skipIf(!existsSync('/proc/self/stat'))('counts children that have ended: their time does not go with them', async () => {
  const busy = 'const until = process.cpuUsage().user + 200_000; while (process.cpuUsage().user < until);'
  const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy)}]); console.log('ended'); process.stdin.resume()`
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const used = cpuSeconds(child.pid)
  child.stdin.end()
  await once(child, 'exit')
  expect(used).toBeGreaterThan(0.2)
})
