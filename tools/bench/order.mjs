/**
 * The order of a round: each begins with another target and takes larger steps through them than the one before, or what one leaves behind
 * (a checkpoint, garbage, a vacuum) would always be the same neighbour's.
 *
 * @template T
 * @param {readonly T[]} targets
 * @param {number} round from 0
 * @returns {T[]} each of them once
 */
export function inOrderOf(targets, round) {
  const many = targets.length
  const steps = targets.map((_, place) => place + 1).filter((step) => commonDivisor(step, many) === 1)
  const step = steps[round % steps.length]
  return targets.map((_, place) => targets[(round + place * step) % many])
}

const commonDivisor = (one, other) => (other === 0 ? one : commonDivisor(other, one % other))
