/** What a session is at this moment. */
export const sessionStates = ['active', 'ended', 'expired'] as const
