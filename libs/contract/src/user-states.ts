/** What an account is at this moment. */
export const userStates = ['active', 'unverified', 'invited', 'disabled', 'deleted'] as const
