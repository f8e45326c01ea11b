import { setTimeout as pause } from 'node:timers/promises'

const longestStart = 60_000

/** What went wrong, in a sentence for whoever started the system. */
export class SystemFault extends Error {}

/**
 * Waits until a child that was just started answers at `url`, with anything but a fault of its own.
 *
 * @param {string} name of the child, for the sentences
 * @throws {SystemFault} when the child has ended before, or does not answer within a minute, nor say meanwhile what it does before it listens
 */
export async function untilAnswering(name, child, url, patience = longestStart) {
  let deadline = Date.now() + patience
  let ended
  void child.ended.then((end) => (ended = end))
  for (let answer = await answerAt(url); answer !== 'good'; answer = await answerAt(url)) {
    // What it printed on its way out was relayed: it names the setting that is wrong.
    if (ended) throw new SystemFault(`${name} did not start (${ended.signal ?? `exit code ${ended.code}`}).`)
    // A migration may take minutes. Ended before it is through, it would begin anew at every start.
    if (answer === 'none') deadline = Math.max(deadline, child.saidAt + patience)
    if (Date.now() > deadline) throw new SystemFault(`${name} does not answer at ${url} after ${patience / 1000} s:\n${child.lastLines()}`)
    await pause(50)
  }
}

/** "none" while nobody listens there. */
async function answerAt(url) {
  try {
    const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    return status < 500 ? 'good' : 'bad'
  } catch (fault) {
    return fault.cause?.code === 'ECONNREFUSED' ? 'none' : 'bad'
  }
}
