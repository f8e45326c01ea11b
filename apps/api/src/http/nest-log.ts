import type { LoggerService } from '@nestjs/common'
import type { Logger } from 'pino'

/** Nest's own words go to our log: its warnings and errors as they are, its account of each start only when somebody debugs. */
export function nestLog(log: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...more: unknown[]) => {
      const context = more.findLast((part) => typeof part === 'string')
      if (message instanceof Error) log[level]({ err: message, context }, message.message)
      else log[level]({ context }, String(message))
    }
  return { log: at('debug'), debug: at('debug'), verbose: at('debug'), warn: at('warn'), error: at('error'), fatal: at('fatal') }
}
