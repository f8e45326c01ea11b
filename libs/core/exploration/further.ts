/**
 * How much further than usual to look (TESSERA_DEPTH, 0 by default): so many more successors of one token, and so many more commits
 * that the store of an honest client may forget.
 */
export const further = Number(process.env['TESSERA_DEPTH'] ?? 0)
