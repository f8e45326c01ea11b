import pino, { type Logger } from 'pino'

/** Milliseconds that whoever reads the log has for its last lines. */
const patience = 1_000

/**
 * Ends the process when the last lines of its log are written, or cannot be. As the process ends, what has been logged since would be written at once, and
 * tried for ever where whoever read it is gone (sonic-boom's `flushSync`): nothing but SIGKILL ended it then. So the log is closed before.
 */
export function leave(log: Logger, code: number): void {
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), patience).unref()
  // Twice: where lines are on their way already, the first waits for those, and leaves what was logged meanwhile where it is.
  log.flush(() =>
    log.flush(() => {
      ;(Reflect.get(log, pino.symbols.streamSym) as { destroy(): void }).destroy()
      process.exit(code)
    }),
  )
}
