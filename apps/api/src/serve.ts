import 'reflect-metadata'
import type { Logger } from 'pino'
import { bootstrap, type Running } from './bootstrap.js'
import { CannotStart } from './cannot-start.js'
import type { Configuration } from './configuration.js'
import { leave } from './log/leave.js'
import { tellsToDrain } from './processes/messages.js'
import { letYoungGenerationGrow } from './processes/young-generation.js'
import { KeyDoesNotOpen } from './signing-keys/sealed-key.js'

/** Milliseconds: balancers and containers kill what has not gone by itself after 10 s. */
const longestDrain = 9_000

/** Serves in this process until it is told to drain: by SIGTERM, by SIGINT, or by the process that keeps it and others. */
export async function serve(configuration: Configuration, log: Logger): Promise<void> {
  let running: Running | undefined
  drainWhenTold(() => running, log)
  try {
    running = await bootstrap(configuration, log)
    letYoungGenerationGrow()
  } catch (fault) {
    if (fault instanceof CannotStart || fault instanceof KeyDoesNotOpen) console.error(`Tessera cannot start. ${fault.message}`)
    // Not as fatal, which is written at once, and for ever where whoever read the log is gone (`leave`).
    else log.error({ err: fault }, 'cannot start')
    leave(log, 1)
  }
}

/** From the beginning: the first process of a container gets no signal that it does not listen to, and a start may wait for a migration. */
function drainWhenTold(runningNow: () => Running | undefined, log: Logger): void {
  let isDraining = false
  const drain = (by: string) => {
    // A terminal tells every process, and the one that keeps this one tells it too.
    if (isDraining) return
    isDraining = true
    log.info({ by }, 'draining')
    const running = runningNow()
    if (running === undefined) return leave(log, 0)
    setTimeout(() => {
      log.error('the drain took too long')
      leave(log, 1)
    }, longestDrain).unref()
    running.close().then(
      () => leave(log, 0),
      (fault: unknown) => {
        log.error({ err: fault }, 'the drain failed')
        leave(log, 1)
      },
    )
  }
  process.once('SIGTERM', drain)
  process.once('SIGINT', drain)
  process.on('message', (message) => {
    if (tellsToDrain(message)) drain('message')
  })
}
