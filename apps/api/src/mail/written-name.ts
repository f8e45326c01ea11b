/** Characters of a name that a mail shows: who has a longer one is recognised by its beginning. */
const shown = 60

/** What begins a line of its own, or turns the direction of what follows. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu

/** What a mail program makes a link of: nothing is one with a space in it. */
const joints = /([.:/\\@\u3002\uff0e\uff0f\uff1a\uff61])(?=\S)/gu

/**
 * A name that somebody gave themselves or their device, as one of our mails may quote it: one short line, and no link. Whoever is mailed by us trusts
 * what stands there, and anybody may have written this.
 */
export function writtenName(name: string): string {
  const line = name.replace(unseen, ' ').replace(joints, '$1 ').trim()
  const signs = [...line]
  return signs.length > shown ? `${signs.slice(0, shown).join('')}…` : line
}
