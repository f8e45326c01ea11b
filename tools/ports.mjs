import { connect } from 'node:net'

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
