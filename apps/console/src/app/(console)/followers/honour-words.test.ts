import type { Follower } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import type { Honour } from './honour'
import { honourInWords } from './honour-words'

const follower = (name: string, when_stale: Follower['when_stale'] = 'refuse') => ({ name, when_stale }) as Follower
const words = (honour: Partial<Honour>) =>
  honourInWords({ all: 12, some: true, behind: [], silent: [], more: { behind: false, silent: false }, ...honour }).map(
    (line) => line.words,
  )

describe('who honours an end, in words', () => {
  it('is everybody, in the end', () => {
    expect(words({})).toEqual(['Honoured by all 12 followers.'])
    expect(words({ all: 1 })).toEqual(['Honoured by the one follower there is.'])
    expect(words({ all: null })).toEqual(['Honoured by all followers that report.'])
  })

  it('names who is behind, a few of them', () => {
    expect(words({ behind: ['a', 'b', 'c', 'd'].map((name) => follower(name)) })).toEqual([
      'Honoured by 8 of 12 followers.',
      'Not yet by a, b, and 2 more.',
    ])
    expect(words({ all: 1, behind: [follower('a')] })).toEqual(['Not yet by a.'])
    expect(words({ all: null, behind: [follower('a')] })[0]).toBe('Honoured by all other followers that report.')
  })

  it('does not say of those that are not listed that they honour it', () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => follower(name))
    expect(words({ all: null, behind: four, more: { behind: true, silent: false } })).toEqual(['Not yet by a, b, and at least 2 more.'])
    expect(words({ all: null, more: { behind: true, silent: false } })).toEqual(['Not yet by all followers that report.'])
    expect(words({ all: null, some: false, behind: [follower('a')] })).toEqual(['Not yet by a.'])
    expect(words({ all: null, some: false })).toEqual([])
    expect(words({ all: null, silent: four, more: { behind: false, silent: true } })).toEqual([
      'Honoured by all followers that report.',
      'a, b, and at least 2 more are silent and refuse every access token meanwhile.',
    ])
  })

  it('says of the silent ones what they do meanwhile, and takes those that accept most seriously', () => {
    const lines = honourInWords({
      ...{ all: 3, some: true, behind: [], more: { behind: false, silent: false } },
      silent: [follower('shop', 'accept'), follower('mail')],
    })
    expect(lines.map(({ words, hue }) => `${hue} ${words}`)).toEqual([
      'bg-active Honoured by 1 of 3 followers.',
      'bg-expired mail is silent and refuses every access token meanwhile.',
      'bg-reuse shop is silent and accepts access tokens meanwhile: those that are out may be good there until they expire.',
    ])
  })

  it('says what it means that nobody follows', () => {
    expect(words({ all: 0 })[0]).toContain('Nobody follows')
  })
})
