import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startChild } from './child.mjs'
import { nxProgram, root } from './root.mjs'

const sources = ['apps', 'libs', 'prisma', 'nx.json', 'package-lock.json', 'prisma.config.ts', 'tsconfig.base.json']
const made = new Set(['node_modules', 'dist', 'generated', '.next', 'test-results', 'coverage', 'next-env.d.ts'])
const outputs = ['apps/api/dist/bundle/main.js', 'apps/console/.next/standalone/apps/console/server.js', 'libs/persistence/dist/index.js']

/** In node_modules: a new installation builds anew. */
const stamp = join(root, 'node_modules/.tessera/built')

/** Whether the last build was of these very sources. Asking takes a tenth of a second; asking Nx takes seconds. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOfSources() && outputs.every((path) => existsSync(join(root, path)))
}

/**
 * Builds what changed, through Nx.
 *
 * @param onBuilt told each project that is done
 * @throws with the end of what the build said
 */
export async function build(onBuilt = () => {}) {
  // Taken before: what is changed during the build is built again by the next.
  const hash = hashOfSources()
  const nx = startChild({
    args: [nxProgram, 'run-many', '-t', 'build', '-p', '@tessera/api', '@tessera/console', '--output-style=static'],
    cwd: root,
    onLine: (line) => {
      // Nx prints a task's output, under this title, when the task is done.
      const project = /nx run @tessera\/(\w+):build/.exec(line)?.[1]
      if (project) onBuilt(project)
    },
  })
  const { code } = await nx.ended
  if (code !== 0) throw new Error(`the build failed:\n${nx.lastLines(200)}`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, hash)
}

function hashOfSources() {
  const hash = createHash('sha256').update(process.version)
  for (const path of sources) addTo(hash, path)
  return hash.digest('hex')
}

function addTo(hash, path) {
  const entries = listOf(path)
  if (!entries)
    return void hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0')
  for (const { name } of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (!made.has(name) && !name.endsWith('.tsbuildinfo')) addTo(hash, `${path}/${name}`)
  }
}

/** @returns undefined for a file */
function listOf(path) {
  try {
    return readdirSync(join(root, path), { withFileTypes: true })
  } catch (fault) {
    if (fault.code === 'ENOTDIR') return undefined
    throw fault
  }
}
