import { setTimeout as pause } from 'node:timers/promises'

const longestStart = 60_000

/** What went wrong, in a sentence for whoever started the system. */
export class SystemFault extends Error {}

/**
 * Waits until a child that was just started answers at `url`, with anything but a fault of its own.
 *
 * @param {string} name of the child, for the sentences
 * @throws {SystemFault} when the child has ended before, or does not answer within a minute
 */
export async function untilAnswering(name, child, url) {
  const deadline = Date.now() + longestStart
  let ended
  void child.ended.then((end) => (ended = end))
  while (!(await answers(url))) {
    // What it printed on its way out was relayed: it names the setting that is wrong.
    if (ended) throw new SystemFault(`${name} did not start (${ended.signal ?? `exit code ${ended.code}`}).`)
    if (Date.now() > deadline)
      throw new SystemFault(`${name} does not answer at ${url} after ${longestStart / 1000} s:\n${child.lastLines()}`)
    await pause(50)
  }
}

async function answers(url) {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    return status < 500
  } catch {
    return false
  }
}
