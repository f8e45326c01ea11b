import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { startChild } from './child.mjs'
import { root } from './root.mjs'

/**
 * Whether node_modules holds what package-lock.json asks for, by the list that npm leaves there. Packages for other platforms are
 * not asked for.
 */
export function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json')
  const wanted = packagesIn('package-lock.json')
  if (!installed || !wanted) return false
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    const required = path.includes('node_modules/') && !optional && !devOptional
    return !required || (path in installed && installed[path].version === version && existsSync(join(root, path)))
  })
}

/** Runs `npm ci`. @throws with the end of what npm said */
export async function install() {
  // With NODE_ENV=production npm would leave out what the build needs.
  const npm = startChild({ args: [npmProgram(), 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'], cwd: root })
  const { code } = await npm.ended
  if (code !== 0) throw new Error(`npm ci failed:\n${npm.lastLines()}`)
}

function packagesIn(path) {
  const file = join(root, path)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

/** The npm that runs us, or the one that came with Node. */
export function npmProgram() {
  const { npm_execpath: runner } = process.env
  if (runner && basename(runner) === 'npm-cli.js') return runner
  const beside = process.platform === 'win32' ? 'node_modules' : '../lib/node_modules'
  const found = [join(dirname(process.execPath), beside, 'npm/bin/npm-cli.js'), '/usr/share/nodejs/npm/bin/npm-cli.js'].find(existsSync)
  if (!found) throw new Error('npm was not found beside Node: run `npm ci` yourself, then start again')
  return found
}
