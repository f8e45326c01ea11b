const day = 86_400

/** How long a webhook's secret before signs beside the new one. */
export const formerLives = [
  { seconds: 0, words: 'not at all: it leaked' },
  { seconds: 3_600, words: 'one hour' },
  { seconds: day, words: 'one day' },
  { seconds: 7 * day, words: 'seven days' },
] as const
