import { describe, expect, it } from 'vitest'
import { story } from './story.mjs'

const noon = Date.parse('2026-11-20T12:00:00Z')

function told({ sessions = 1000, inPieces = 300, ...options } = {}) {
  const { next, happened } = story({ seed: 1, users: 50, now: noon, loggedOneIn: 1, sessions, ...options })
  const all = { sessions: [], events: [] }
  for (let done = 0; done < sessions; done += inPieces) {
    all.sessions.push(...next(inPieces))
    all.events.push(...happened())
  }
  return all
}

describe('the story of made-up sessions', () => {
  it('is the same in whatever pieces it is told', () => {
    expect(told({ inPieces: 70 })).toEqual(told({ inPieces: 1000 }))
  })

  it('has every session once, and all that happened to it, in order and until now', () => {
    const { sessions, events } = told()
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(1000)
    expect(events.filter(({ kind }) => kind === 'session_started')).toHaveLength(1000)
    expect(events.filter(({ kind }) => kind === 'session_ended')).toHaveLength(sessions.filter(({ end }) => end).length)
    const times = events.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(times.at(-1)).toBeLessThan(noon)
  })

  it('logs whole histories of some, where all would be too many', () => {
    const { sessions, events } = told({ loggedOneIn: 20 })
    const logged = new Set(events.map(({ session }) => session.id))
    expect(logged.size).toBe(50)
    const ended = sessions.filter(({ id, end }) => end && logged.has(id))
    expect(events.filter(({ kind }) => kind === 'session_ended')).toHaveLength(ended.length)
  })
})
