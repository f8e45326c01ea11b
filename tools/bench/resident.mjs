import { readFileSync } from 'node:fs'

/** Bytes of memory that a process has resident; NaN where there is no /proc. */
export function residentBytes(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) * 1024
  } catch {
    return Number.NaN
  }
}
