/** What an owner does to a client with one button. */
export const deeds = ['rotate_secret', 'disable', 'enable'] as const
export type Deed = (typeof deeds)[number]

const day = 86_400

/** How long the older secrets go on working. */
export const overlaps = [
  { seconds: 0, words: 'not at all: it leaked' },
  { seconds: 3_600, words: 'one hour' },
  { seconds: day, words: 'one day' },
  { seconds: 7 * day, words: 'seven days' },
  { seconds: 30 * day, words: 'thirty days' },
] as const
