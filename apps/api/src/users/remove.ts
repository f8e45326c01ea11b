import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common'
import type { Origin, RemovalRefusal } from '@tessera/persistence'
import type { Caller } from '../http/caller.js'
import { administering } from './administering.js'
import { Users } from './stores.js'

/** Milliseconds between two looks for deleted users with traces left. */
const sweepEvery = 600_000

/**
 * Deletes a user for an administrator. The account ends with the answer; where its sessions and events say from where and on what they were,
 * that is erased behind it, in steps, and looked for again until nothing is left.
 */
@Injectable()
export class RemoveUser implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined
  private erasing: Promise<void> = Promise.resolve()
  private stopped = false

  constructor(private readonly users: Users) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.after(() => this.sweep()), sweepEvery).unref()
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true
    clearInterval(this.timer)
    await this.erasing
  }

  /** @returns why nothing was deleted; null when it was, or had been */
  async remove(id: string, by: Caller, origin: Origin): Promise<RemovalRefusal | null> {
    const wanted = administering(id, by, origin)
    const refusal = await this.users.remove(wanted)
    if (refusal === 'user_unknown') return (await this.users.findAdministered(id, wanted.reach))?.state === 'deleted' ? null : refusal
    if (refusal === null) this.after(() => this.users.eraseTracesOf(id))
    return refusal
  }

  private after(work: () => Promise<void>): void {
    this.erasing = this.erasing
      .then(() => (this.stopped ? undefined : work()))
      .catch((fault: unknown) => new Logger(RemoveUser.name).warn(fault))
  }

  private async sweep(): Promise<void> {
    for (const id of await this.users.usersToErase()) if (!this.stopped) await this.users.finishErasing(id)
  }
}
