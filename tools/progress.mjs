const heartbeat = 10_000

/** Says what is done and how long it took; while it takes long, that it is still at it. */
export async function step(name, work) {
  const begin = Date.now()
  const seconds = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`
  const timer = setInterval(() => console.log(`  ${name} … (${seconds()})`), heartbeat)
  try {
    const done = await work()
    console.log(`  ${name} (${seconds()})`)
    return done
  } finally {
    clearInterval(timer)
  }
}
