/**
 * Whether to look further than usual (`npm run test:deep` sets TESSERA_DEEP): by how many more successors of one token, and by how many
 * more commits that the store of an honest client may forget.
 */
export const further = process.env['TESSERA_DEEP'] ? 1 : 0
