import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { leave } from './leave.js'
import { together } from './log.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-leave-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

it('writes the last lines also where others are on their way as the process leaves', async () => {
  const file = join(folder, 'log')
  const destination = pino.destination({ dest: file, sync: false, ...together })
  const log = pino({ base: null, timestamp: false }, destination)
  await new Promise((resolve) => destination.once('ready', resolve))
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)

  log.info('x'.repeat(together.minLength))
  log.error('why it leaves')
  // The one that kills whoever has not gone: this process goes on.
  vi.spyOn(globalThis, 'setTimeout').mockReturnValueOnce({ unref: () => undefined } as never)
  leave(log, 1)
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1))
  expect(readFileSync(file, 'utf8')).toContain('why it leaves')
})
