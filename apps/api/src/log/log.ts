import cluster from 'node:cluster'
import pino, { type Logger } from 'pino'

const deepest = 4

/**
 * Bytes that are written at once, and milliseconds that a line waits for others at most: a write for each line costs more than the line. Up to
 * 4,096 (PIPE_BUF) a write is one, whoever else writes to the same pipe.
 */
export const together = { minLength: 3072, maxWrite: 4096, periodicFlush: 100 }

/** Bytes that wait at most for whoever reads the log, or for a disk that is full. What comes then is lost. */
const mostWaiting = 4_194_304

/**
 * The process's log: a JSON line each, on standard output. What waits is written when the process ends, however it ends by itself. Where it cannot be
 * written, as on a full disk, it waits: clients need an answer, whether or not a line of the log says so.
 */
export function openLog(): Logger {
  const destination = pino.destination({ dest: 1, sync: false, ...together, maxLength: mostWaiting })
  destination.on('error', () => undefined)
  return pino(
    {
      // Several processes write to one log.
      base: cluster.isWorker ? { pid: process.pid } : null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: faultForLog },
    },
    destination,
  )
}

/**
 * A fault by allow-list: its name, code, message and stack, and those of its causes. What else libraries hang on their errors (a row that
 * was not unique, a statement's parameters) stays out of the log.
 */
function faultForLog(fault: unknown, depth = 0): object {
  if (!(fault instanceof Error)) return { message: String(fault) }
  const { name, message, stack, cause } = fault
  const { code } = fault as { code?: unknown }
  return {
    name,
    message,
    ...(typeof code === 'string' && { code }),
    stack,
    ...(cause !== undefined && depth < deepest && { cause: faultForLog(cause, depth + 1) }),
  }
}
