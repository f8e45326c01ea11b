// Loaded into a child with `node --import`: the child ends when its stdin closes, which it does when the parent ends, even by
// kill -9. First as by SIGTERM, so that it drains.
process.stdin.resume().unref()
process.stdin.on('error', () => {})
process.stdin.once('close', () => {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 10_000).unref()
})
