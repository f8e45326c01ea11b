import { lifeOf, startTimes } from './lives.mjs'
import { companies, personAt } from './people.mjs'
import { mix, randomFrom } from './random.mjs'

/** People who are kept in mind; the others are made up anew, and turn out the same. */
const remembered = 200_000

/**
 * Everything that happened, made up as it is taken: sessions in the order of their starts, and what happened to them in the order of its times.
 *
 * @param {{ seed: number, users: number, sessions: number, now: number, loggedOneIn: number }} options of so many sessions one has its
 *   events in the log
 */
export function story({ seed, users, sessions, now, loggedOneIn }) {
  const random = randomFrom(mix(seed, -1))
  const person = rememberedPeople(seed)
  const administrators = companies.map((_, index) => person(index))
  let pending = []
  let told = -Infinity

  function* lives() {
    let number = 0
    for (const startedAt of startTimes(random, sessions, now)) {
      // Some people log in far more often than others.
      const owner = person(Math.floor(random.next() ** 1.5 * users))
      const life = lifeOf(random, owner, administrators[owner.company], startedAt, now)
      if (number++ % loggedOneIn === 0) pending.push(...eventsOf(life))
      told = startedAt
      yield life
    }
    told = now
  }
  const all = lives()
  return {
    /** The next sessions, at most so many. */
    *next(count) {
      for (let taken = 0; taken < count; taken++) {
        const { value, done } = all.next()
        if (done) return
        yield value
      }
    },
    /** What happened until the last of them started, and was not asked for yet. */
    happened() {
      const happened = pending.filter(({ at }) => at <= told).sort((one, other) => one.at - other.at)
      pending = pending.filter(({ at }) => at > told)
      return happened
    },
  }
}

function* eventsOf(session) {
  yield { kind: 'session_started', at: session.startedAt, session }
  if (session.movedAt) yield { kind: 'session_moved', at: session.movedAt, session }
  if (session.forkedAt) yield { kind: 'session_branched', at: session.forkedAt, session }
  if (session.end) yield { kind: 'session_ended', at: session.end.at, session }
}

function rememberedPeople(seed) {
  const known = []
  return (index) => {
    if (index >= remembered) return personAt(seed, index)
    return (known[index] ??= personAt(seed, index))
  }
}
