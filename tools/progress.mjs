const heartbeat = 10_000

/**
 * Says what is done and how long it took; while it takes long, that it is still at it.
 *
 * @param {{ silent?: boolean }} [options] `silent`: what is done says nothing by itself meanwhile
 */
export async function step(name, work, { silent = true } = {}) {
  const begin = Date.now()
  const seconds = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`
  const timer = silent && setInterval(() => console.log(`  ${name} … (${seconds()})`), heartbeat)
  try {
    const done = await work()
    console.log(`  ${name} (${seconds()})`)
    return done
  } finally {
    clearInterval(timer)
  }
}
