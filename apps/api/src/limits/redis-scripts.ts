/** One step each in Redis, whatever runs beside it. `KEYS[1]` is the count. */
export const scripts = {
  /** `ARGV[1]`: milliseconds from the first use on. @returns the count, and milliseconds until it ends */
  spend: `
    local count = redis.call('INCR', KEYS[1])
    if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
    return { count, redis.call('PTTL', KEYS[1]) }`,
  /** `ARGV[1]`: how many. A count that has ended stays gone. @returns 0 when there was none */
  giveBack: `
    local count = tonumber(redis.call('GET', KEYS[1]) or '0')
    if count <= tonumber(ARGV[1]) then return redis.call('DEL', KEYS[1]) end
    return redis.call('DECRBY', KEYS[1], ARGV[1])`,
  /** @returns what was counted */
  forget: `
    local count = tonumber(redis.call('GET', KEYS[1]) or '0')
    redis.call('DEL', KEYS[1])
    return count`,
} as const

export type ScriptName = keyof typeof scripts
