import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../root.mjs'

/**
 * Wrong logins, so many at once, for as long as it is let; in a process of its own.
 *
 * @param {{ origin: string, atOnce: number }} given
 */
export function startFlood(given) {
  const child = spawn(process.execPath, [join(root, 'tools/bench/flood-load.mjs')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.write(`${JSON.stringify(given)}\n`)
  return {
    /** @returns how many logins were answered */
    async stop() {
      child.stdin.end()
      return Number(await new Response(child.stdout).text())
    },
  }
}
