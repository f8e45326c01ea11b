import type { ClientPreview } from '@tessera/contract'

const digits = new Intl.NumberFormat('en')
const counted = (count: number) => `${digits.format(count)} ${count === 1 ? 'session' : 'sessions'}`

/** What other lifetimes would do, in a sentence: “1,204 sessions would be idle now, of 3,400 live ones.” */
export function previewWords({ live, idle_now, outlived_now, complete }: ClientPreview): string {
  const of = `${complete ? '' : 'at least '}${digits.format(live)} live ${live === 1 ? 'one' : 'ones'}`
  const ends = [
    idle_now > 0 && `${counted(idle_now)} would be idle now`,
    outlived_now > 0 && `${idle_now > 0 ? digits.format(outlived_now) : counted(outlived_now)} would be past the absolute lifetime`,
  ].filter((words) => words !== false)
  const sentence = ends.length === 0 ? `No session would end now, of ${of}.` : `${ends.join(', and ')}, of ${of}.`
  return complete ? sentence : `${sentence} There are too many to look at all of them here: it may be more.`
}
