/** The client that the console is to the API. The first migration makes it. */
export const clientId = 'tessera-console'
