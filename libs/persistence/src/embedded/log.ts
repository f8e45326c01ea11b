import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'

/** Called before the server opens its log: one old log is kept. While it runs it grows by what goes wrong alone. */
export function rotateLog(path: string): void {
  if (existsSync(path) && statSync(path).size > 10_000_000) renameSync(path, `${path}.1`)
}

/** The end of the server's log: why it did not start. */
export function lastLines(path: string, count = 8): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : ''
}
