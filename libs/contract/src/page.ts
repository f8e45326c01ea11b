import * as z from 'zod'

/** A list's answer, with a keyset cursor, and a count that stops counting at a cap. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().meta({
      description:
        'Give it as `after` to go on; null at the end. A page may be short, or empty, and still have a next: a rare match is searched for in steps.',
    }),
    count: z.int().meta({ description: 'How many match, as far as was counted.' }),
    count_capped: z.boolean().meta({ description: 'Whether there may be more than `count`.' }),
  })
}
