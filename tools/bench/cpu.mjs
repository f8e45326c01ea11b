import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** CPU seconds that a process and its children have used, those that have ended included; NaN where there is no /proc. */
export function cpuSeconds(pid) {
  try {
    const stats = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(statOf)
      .filter((stat) => stat && (stat.pid === pid || stat.parent === pid))
    return stats.reduce((sum, stat) => sum + stat.ticks + (stat.pid === pid ? stat.ticksOfEnded : 0), 0) / ticksPerSecond
  } catch {
    return Number.NaN
  }
}

function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const [, parent] = fields
    const [user, system, userOfEnded, systemOfEnded] = fields.slice(11, 15).map(Number)
    return { pid: Number(pid), parent: Number(parent), ticks: user + system, ticksOfEnded: userOfEnded + systemOfEnded }
  } catch {
    return undefined // It has ended since.
  }
}
