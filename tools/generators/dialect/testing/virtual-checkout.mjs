import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTree } from '@nx/devkit/testing'
import { root } from '../../../root.mjs'
import { registryPath } from '../registry.mjs'

const read = (path) => readFileSync(join(root, path), 'utf8')

/** A tree in memory that has what the generator reads, as it is in this checkout. */
export function virtualCheckout() {
  const tree = createTree()
  for (const path of ['libs/core/src/refusal.ts', 'libs/dialects/src/dialect.ts', registryPath]) tree.write(path, read(path))
  // Of a tree in memory, Nx looks for the formatter's settings under this name only.
  tree.write('.prettierrc', read('.prettierrc.json'))
  return tree
}
