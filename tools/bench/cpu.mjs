import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** CPU seconds that a process and its children that still live have used; NaN where there is no /proc. */
export function cpuSeconds(pid) {
  try {
    const stats = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(statOf)
      .filter((stat) => stat && (stat.pid === pid || stat.parent === pid))
    return stats.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond
  } catch {
    return Number.NaN
  }
}

function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }
  } catch {
    return undefined // It has ended since.
  }
}
