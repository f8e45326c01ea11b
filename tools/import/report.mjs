import { once } from 'node:events'

const heartbeat = 2_000

/** What became of each line: the refusals into a file, the counts and the progress to the standard error. */
export class Report {
  counts = { lines: 0, imported: 0, already_imported: 0, tokens: 0 }
  reasons = new Map()
  begin = performance.now()
  said = this.begin
  isFull = false
  fault = null

  /** @param {import('node:stream').Writable} file */
  constructor(file) {
    this.file = file.on('error', (fault) => (this.fault ??= fault))
  }

  read(line) {
    this.counts.lines = line
    if (performance.now() - this.said < heartbeat) return
    this.said = performance.now()
    console.error(`  ${this.sentence()}`)
  }

  refused(entry) {
    this.reasons.set(entry.reason, (this.reasons.get(entry.reason) ?? 0) + 1)
    this.isFull = !this.file.write(`${JSON.stringify(entry)}\n`)
  }

  answered(line, { outcome, tokens, tokensTaken }) {
    if (outcome in this.counts) this.counts[outcome] += 1
    else this.refused({ line, reason: outcome })
    this.counts.tokens += tokens
    if (tokensTaken > 0) this.refused({ line, reason: 'token_taken', field: 'refresh_tokens' })
  }

  /** Waits until the file has taken what was written. */
  async flushed() {
    if (this.fault) throw this.fault
    if (this.isFull) await once(this.file, 'drain')
    this.isFull = false
  }

  async close(dryRun) {
    this.file.end()
    await once(this.file, 'close')
    if (this.fault) throw this.fault
    console.error(`  ${this.sentence()}${dryRun ? ': a dry run, nothing was written' : ''}`)
    for (const [reason, count] of [...this.reasons].sort(([, one], [, other]) => other - one)) {
      console.error(`  refused: ${reason} ${count.toLocaleString('en')}`)
    }
  }

  sentence() {
    const { lines, imported, already_imported: already, tokens } = this.counts
    const seconds = (performance.now() - this.begin) / 1000
    const words = [counted(imported, 'user'), counted(tokens, 'token'), ...(already > 0 ? [`${already} imported before`] : [])]
    return `${counted(lines, 'line')}: ${words.join(', ')} (${seconds.toFixed(1)} s, ${counted(Math.round(lines / seconds), 'line')} a second)`
  }
}

function counted(count, thing) {
  return `${count} ${thing}${count === 1 ? '' : 's'}`
}
