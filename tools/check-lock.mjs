// npm drops optional packages for other platforms from the lock file silently when it cannot fetch them; `npm ci` then fails there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './root.mjs'

/**
 * The optional dependencies that have no entry of their own.
 *
 * @param packages of a package-lock.json, version 3
 */
export function missingFromLock(packages) {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesOf(name, path).some((place) => place in packages))
      .map((name) => `${name}, an optional dependency of ${path || 'the root'}`),
  )
}

/** Where Node would look for a package, from one that is installed at `path`. */
function placesOf(name, path) {
  const folders = path === '' ? [] : path.split('/')
  const places = []
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    if (folders[depth - 1] === 'node_modules') continue
    places.push([...folders.slice(0, depth), 'node_modules', name].join('/'))
  }
  return places
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const missing = missingFromLock(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages)
  for (const sentence of missing) console.error(`package-lock.json has no entry for ${sentence}`)
  process.exitCode = missing.length === 0 ? 0 : 1
}
