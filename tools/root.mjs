import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout, whatever folder the command was given in. */
export const root = resolve(fileURLToPath(import.meta.url), '../..')

/** Nx's program, for a Node of the same version as ours. */
export const nxProgram = join(root, 'node_modules/nx/dist/bin/nx.js')
