import type { Database } from '@tessera/persistence'

/** The database as far as readiness asks for it, under a name that Nest can inject. */
export abstract class DatabaseHealth implements Pick<Database, 'answers'> {
  abstract answers: Database['answers']
}
