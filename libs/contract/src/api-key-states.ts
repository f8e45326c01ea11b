/** What an API key is at this moment. */
export const apiKeyStates = ['live', 'revoked', 'expired'] as const
