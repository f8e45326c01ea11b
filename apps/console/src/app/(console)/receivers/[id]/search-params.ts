import { deliveryStates } from '@tessera/contract'
import { createLoader, parseAsInteger, parseAsStringLiteral } from 'nuqs/server'

/** Which of a receiver's deliveries its page shows. */
export const loadSearch = createLoader({ state: parseAsStringLiteral(deliveryStates), after: parseAsInteger })
