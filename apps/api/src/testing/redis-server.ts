import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, programNamed } from './neighbours.js'

/** The real server's program; undefined where none is installed. */
export const redisProgram = programNamed('redis-server')

/** A Redis of the test's own, which it may ill-treat. */
export class RedisServer {
  private child: ChildProcess | undefined

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly password: string | null,
  ) {}

  static async start(password: string | null = null): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), mkdtempSync(join(tmpdir(), 'tessera-redis-')), password)
    await server.run()
    return server
  }

  get url(): string {
    return `redis://${this.password === null ? '' : `:${this.password}@`}127.0.0.1:${this.port}`
  }

  /** Begins, or begins again, with nothing in it. */
  async run(): Promise<void> {
    if (!redisProgram) throw new Error('there is no redis-server on PATH')
    const options = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.folder]
    this.child = spawn(redisProgram, [...options, ...(this.password === null ? [] : ['--requirepass', this.password])], { stdio: 'ignore' })
    while (!(await answers(this.port))) {
      if (this.child.exitCode !== null) throw new Error(`redis-server ended with ${this.child.exitCode}`)
    }
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** It takes connections and answers none of them. */
  freeze(): void {
    this.child?.kill('SIGSTOP')
  }

  thaw(): void {
    this.child?.kill('SIGCONT')
  }

  async close(): Promise<void> {
    await this.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Whether somebody answers there: a Redis says something to every line, if only that a password is owed. */
async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    await once(socket, 'data')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
