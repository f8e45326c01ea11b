import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { resolve } from 'node:path'

const patience = 1000
const goodbye = 30_000

/**
 * Takes a name for this process, for as long as it lives. The name is a listening socket: the operating system lets go of it when
 * its process ends, even by kill -9. (A pid in a file is given to another program one day; in a container, after each restart.)
 *
 * A holder that is leaving is waited for, up to half a minute; one that stays is given a second, in which it may notice that its
 * own parent has gone.
 *
 * @param path of the socket, relative to the working directory and short: a socket's path has about a hundred bytes
 * @returns the lock, or undefined when another process keeps it
 */
export async function takeLock(path) {
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${createHash('sha256').update(resolve(path)).digest('hex')}` : path
  for (;;) {
    const lock = await listen(address)
    if (lock) return lock
    const holder = await visit(address)
    if (holder === 'stays') return undefined
    // Two starts in the same millisecond after a crash could both get here. PostgreSQL has a lock of its own for that.
    if (holder === 'dead') rmSync(address, { force: true })
  }
}

function listen(address) {
  const visitors = new Set()
  let leaving = false
  const server = createServer((visitor) => {
    visitors.add(visitor)
    visitor.on('error', () => {}).on('close', () => visitors.delete(visitor))
    if (leaving) visitor.write('leaving')
  })
  return new Promise((done, failed) => {
    server.once('error', (fault) => (fault.code === 'EADDRINUSE' ? done(undefined) : failed(fault)))
    // For all: a start as root and one as a user must see each other. The folder says who may come this far.
    server.listen({ path: address, readableAll: true, writableAll: true }, () => {
      server.unref()
      done({
        /** Tells those who wait that the name will be free as soon as this process has ended. */
        leave() {
          leaving = true
          for (const visitor of visitors) visitor.write('leaving')
        },
      })
    })
  })
}

function visit(address) {
  return new Promise((done, failed) => {
    const holder = connect(address)
    let timer = setTimeout(stays, patience)
    function stays() {
      done('stays')
      holder.destroy()
    }
    holder.on('data', () => {
      clearTimeout(timer)
      timer = setTimeout(stays, goodbye)
    })
    holder.on('error', (fault) => {
      if (fault.code === 'ECONNREFUSED') done('dead')
      else if (fault.code === 'ENOENT' || fault.code === 'ECONNRESET') done('gone')
      else failed(fault)
    })
    holder.on('close', () => {
      clearTimeout(timer)
      done('gone')
    })
  })
}
