import { connect, createServer } from 'node:net'

/** A port of the loopback that was free a moment ago. */
export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

/** Whether a program answers there: `localhost` means both addresses, and a browser may try either. */
export async function isTaken(port) {
  return (await Promise.all(['127.0.0.1', '::1'].map((host) => answers(host, port)))).includes(true)
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
