import type { Bound } from './bounds.js'

/** What was counted on a key by now. */
export interface Spent {
  readonly count: number
  /** Milliseconds until the count begins anew. */
  readonly endsIn: number
}

/** Counts by key, each from its first use on for the duration of one bound. It never throws: a store that is away is its own matter. */
export interface Counter {
  spend(key: string): Spent | Promise<Spent>
  /** Takes back what should not have counted. */
  giveBack(key: string, count: number): void | Promise<void>
  /** Begins the key anew. @returns what was counted on it */
  forget(key: string): number | Promise<number>
}

/** Makes the counter of a bound. @param name of the bound, the same in every process */
export type CounterFactory = (name: string, bound: Bound) => Counter
