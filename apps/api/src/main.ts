import type { SettingFault } from '@tessera/dialects'
import 'reflect-metadata'
import { bootstrap, CannotStart, type Running } from './bootstrap.js'
import { type Configuration, readConfiguration } from './configuration.js'
import { openLog } from './log/log.js'
import { KeyDoesNotOpen } from './signing-keys/sealed-key.js'

/** Milliseconds: balancers and containers kill what has not gone by itself after 10 s. */
const longestDrain = 9_000
const log = openLog()

const configuration = readConfiguration(process.env)
if (isFaulty(configuration)) {
  console.error('Tessera cannot start. These settings need a change:')
  for (const { setting, fault } of configuration) console.error(`  ${setting} ${fault}`)
  process.exit(1)
}

try {
  drainWhenTold(await bootstrap(configuration, log))
} catch (fault) {
  if (fault instanceof CannotStart || fault instanceof KeyDoesNotOpen) console.error(`Tessera cannot start. ${fault.message}`)
  else log.fatal({ err: fault }, 'cannot start')
  process.exit(1)
}

function isFaulty(read: Configuration | readonly SettingFault[]): read is readonly SettingFault[] {
  return Array.isArray(read)
}

function drainWhenTold(running: Running): void {
  const drain = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'draining')
    setTimeout(() => {
      log.error('the drain took too long')
      process.exit(1)
    }, longestDrain).unref()
    running.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        log.error({ err: fault }, 'the drain failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', drain)
  process.once('SIGINT', drain)
}
