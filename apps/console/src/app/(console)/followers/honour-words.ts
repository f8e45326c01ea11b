import { followersInWords } from './followers-in-words'
import type { Honour } from './honour'

export interface HonourLine {
  readonly hue: 'bg-active' | 'bg-expired' | 'bg-reuse' | 'bg-ended'
  readonly words: string
}

/** How an end stands with its followers: a line for each thing that somebody would do differently, the good one first. */
export function honourInWords({ all, some, behind, silent, more }: Honour): readonly HonourLine[] {
  if (all === 0) {
    return [
      {
        hue: 'bg-ended',
        words: 'Nobody follows the revocation feed: services that ask nobody take access tokens that are out until they expire.',
      },
    ]
  }
  const accepting = silent.filter(({ when_stale }) => when_stale === 'accept')
  const refusing = silent.filter(({ when_stale }) => when_stale === 'refuse')
  const lines: readonly (HonourLine | null)[] = [
    all === null ? thereOfMany({ some, behind, more }) : there(all, behind.length + silent.length),
    behind.length > 0 ? { hue: 'bg-expired', words: `Not yet by ${followersInWords(behind, more.behind)}.` } : null,
    refusing.length > 0
      ? {
          hue: 'bg-expired',
          words: `${followersInWords(refusing, more.silent)} ${refusing.length === 1 ? 'is silent and refuses' : 'are silent and refuse'} every access token meanwhile.`,
        }
      : null,
    accepting.length > 0
      ? {
          hue: 'bg-reuse',
          words: `${followersInWords(accepting, more.silent)} ${accepting.length === 1 ? 'is silent and accepts' : 'are silent and accept'} access tokens meanwhile: those that are out may be good there until they expire.`,
        }
      : null,
  ]
  return lines.filter((line) => line !== null)
}

/** Of more than are listed: those that report alone, for of the silent ones nobody knows who they all are. */
function thereOfMany({ some, behind, more }: Pick<Honour, 'some' | 'behind' | 'more'>): HonourLine | null {
  if (more.behind && behind.length === 0) return { hue: 'bg-expired', words: 'Not yet by all followers that report.' }
  if (more.behind || !some) return null
  return { hue: 'bg-active', words: `Honoured by all ${behind.length > 0 ? 'other ' : ''}followers that report.` }
}

function there(all: number, away: number): HonourLine | null {
  if (away === all) return null
  if (away > 0) return { hue: 'bg-active', words: `Honoured by ${digits.format(all - away)} of ${digits.format(all)} followers.` }
  return {
    hue: 'bg-active',
    words: all === 1 ? 'Honoured by the one follower there is.' : `Honoured by all ${digits.format(all)} followers.`,
  }
}

const digits = new Intl.NumberFormat('en')
