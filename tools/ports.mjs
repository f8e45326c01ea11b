import { connect } from 'node:net'

/** Whether a program answers there: `localhost` means both addresses, and a browser may try either. */
export async function isTaken(port) {
  return (await Promise.all(['127.0.0.1', '::1'].map((host) => answers(host, port)))).includes(true)
}

/** The next port that nobody listens on, and that is not the other program's of ours, which does not listen yet. */
export async function freePortAfter(port, other) {
  let next = port
  do next = next < 65_535 ? next + 1 : 1024
  while (next === other || (await isTaken(next)))
  return next
}

/** Where a program is reached from this machine, whatever address it listens on. */
export function reachedAt(host, port) {
  if (!host || host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

function answers(host, port) {
  return new Promise((done) => {
    const socket = connect({ host, port })
    socket.on('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.on('error', () => done(false))
  })
}
