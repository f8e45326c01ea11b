import { createNextSession } from '@tessera/sdk/next'

export const tessera = createNextSession({ baseUrl: process.env['TESSERA_URL'] ?? 'http://localhost:3333' })
