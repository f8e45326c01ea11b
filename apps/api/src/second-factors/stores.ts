import type { SecondFactorStore } from '@tessera/persistence'

/** Second factors, under a name that Nest can inject. */
export abstract class SecondFactors implements SecondFactorStore {
  abstract find: SecondFactorStore['find']
  abstract setUp: SecondFactorStore['setUp']
  abstract confirm: SecondFactorStore['confirm']
  abstract remove: SecondFactorStore['remove']
  abstract renewRecoveryCodes: SecondFactorStore['renewRecoveryCodes']
}
