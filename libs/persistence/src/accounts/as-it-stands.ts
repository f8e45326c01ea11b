/**
 * Locks the accounts that a SELECT finds, as the keys of what is written for them do anyway: one that is deleted, disabled or given another
 * address at that moment is looked at again when that is done, and nothing is mailed or kept for who it was.
 */
export const asItStands = 'FOR KEY SHARE'
