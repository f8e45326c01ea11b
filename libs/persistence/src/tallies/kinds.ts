/** Seconds that one row of `tallies` covers: minutes for the last day, hours for the last week. */
export const steps = [60, 3600] as const

/** A day up to now, in quarters of an hour, the last of which is not over yet. */
export const lastDay = { step: 900, points: 96, rows: 60 } as const

/** The company under which everything is counted together. */
export const everybody = 0

/**
 * Rows of step 0 are no counts of a time but what the counting itself has to remember, in the same transaction: up to which event the log is
 * counted; when the live sessions were last claimed for counting, when they were counted, and whether from a sample.
 */
export const notes = ['events_counted_to', 'live_claimed', 'live_as_of', 'live_estimated'] as const
export type Note = (typeof notes)[number]

const epoch = `'1970-01-01T00:00:00Z'::timestamptz`

/** The condition that finds one of those rows. */
export const isNote = (note: Note) => `step = 0 AND company_id = ${everybody} AND at = ${epoch} AND kind = '${note}'`

/** Makes them, once; the log is counted from what stands in it then. */
export const makeNotes = `
  INSERT INTO tallies (step, company_id, at, kind, count)
  SELECT 0, ${everybody}, ${epoch}, kind, CASE kind WHEN 'events_counted_to' THEN coalesce((SELECT max(id) FROM events), 0) ELSE 0 END
  FROM unnest(ARRAY['${notes.join(`', '`)}']) kind
  ON CONFLICT DO NOTHING`

/** The beginning of the step that a time falls in: SQL. */
export const beginningOf = (step: string, at: string) => `date_bin(make_interval(secs => ${step}), ${at}, ${epoch})`

/** The beginning of a stretch of so many steps up to that time, the last of which is not over yet: SQL. */
export const beginningOfStretch = (step: string, points: string, at: string) =>
  `${beginningOf(step, at)} - make_interval(secs => ${step} * (${points} - 1))`

/** Every step: SQL for a FROM. */
export const everyStep = `(VALUES ${steps.map((step) => `(${step})`).join(', ')}) s (step)`

/** Says that somebody counted then: a minute without is not zero but unknown. */
export const counting = 'counting'
