// `npx nx g @tessera/tools:dialect acme`. Nx loads this file with `require`: nothing here or in what it imports may await at its top level.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatFiles, generateFiles, logger } from '@nx/devkit'
import { dialects, registryPath, withFormat } from './registry.mjs'
import { wanted } from './wanted.mjs'
import { wordsIn } from './words.mjs'

const files = join(fileURLToPath(import.meta.url), '../files')

/**
 * Writes the skeleton of a wire format into libs/dialects/src, and its name into the list of formats. What the document has to say is
 * left out in such a way that the compiler names it: the body of an error, and a word for each refusal.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {{ name: string, title?: string, path?: string, tokenField?: string, loginPath?: string }} options
 * @throws when the options do not fit, or the list of formats is not where it was; then nothing is written
 */
export default async function dialect(tree, options) {
  const format = wanted(tree, options)
  const refusals = wordsIn(tree, 'libs/core/src/refusal.ts', 'refusals')
  const loginRefusals = wordsIn(tree, `${dialects}/dialect.ts`, 'loginRefusals')
  const registry = withFormat(tree, format)

  const folder = `${dialects}/${format.name}`
  generateFiles(tree, files, folder, { ...format, refusals, loginRefusals })
  tree.write(registryPath, registry)
  await formatFiles(tree)
  return () => logger.info(`\n${folder}/README.md says what is left to do. Then: npx nx run dialects:typecheck`)
}
