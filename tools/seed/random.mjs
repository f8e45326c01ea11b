/**
 * Random numbers that are the same at every run (mulberry32). Not for secrets.
 *
 * @param {number} seed a whole number
 */
export function randomFrom(seed) {
  let state = seed | 0
  /** From 0 to below 1. */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (limit) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (list) => list[below(list.length)],
    /** One of `[weight, value]`. */
    weighed(choices) {
      let left = next() * choices.reduce((sum, [weight]) => sum + weight, 0)
      for (const [weight, value] of choices) if ((left -= weight) < 0) return value
      return choices.at(-1)[1]
    },
    /** Waiting time of that mean: many short ones, few long ones. */
    exponential: (mean) => -mean * Math.log(1 - next()),
    hex(digits) {
      let text = ''
      while (text.length < digits) text += below(0x10000).toString(16).padStart(4, '0')
      return text.slice(0, digits)
    },
  }
}

/** A number for a pair of numbers, to seed something that belongs to both. */
export function mix(seed, index) {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(index + 1, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d)
  return mixed ^ (mixed >>> 15)
}

/** A UUIDv4 (RFC 9562 §5.4) of these random numbers. */
export function uuid(random) {
  const hex = random.hex(31)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${'89ab'[random.below(4)]}${hex.slice(15, 18)}-${hex.slice(18, 30)}`
}

/** A UUIDv7 (RFC 9562 §5.7) of that time, as the session store makes them. */
export function uuidAt(milliseconds, random) {
  const time = milliseconds.toString(16).padStart(12, '0')
  const hex = random.hex(18)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${'89ab'[random.below(4)]}${hex.slice(3, 6)}-${hex.slice(6)}`
}
