import { Readable } from 'node:stream'

/** Bytes that may wait for a slow reader while others go on: beyond, it is cut off, connects again and reads what it missed by its cursor. */
const mostWaiting = 256 * 1024

/** The writing end of one follower's stream. A piece is handed on at once, and nobody waits for whoever takes it. */
export class Outlet extends Readable {
  private taken: (() => void) | undefined
  private isOver = false

  /** Nothing comes behind the end. */
  override push(piece: Buffer | string | null): boolean {
    if (this.isOver || this.destroyed) return true
    this.isOver = piece === null
    return super.push(piece)
  }

  /** Writes what everybody is told. Who is too far behind is cut off. */
  tell(piece: Buffer): void {
    if (this.readableLength > mostWaiting) this.destroy()
    else this.push(piece)
  }

  /** Writes what this reader alone asked for. @returns when it may have more: at the pace at which it reads */
  async give(piece: Buffer): Promise<void> {
    if (this.push(piece)) return
    await new Promise<void>((resolve) => (this.taken = resolve))
  }

  /** Ends in good order: the reader connects again. */
  finish(): void {
    this.push(null)
  }

  override _read(): void {
    this.taken?.()
    this.taken = undefined
  }

  override _destroy(fault: Error | null, done: (fault?: Error | null) => void): void {
    this._read()
    done(fault)
  }
}
