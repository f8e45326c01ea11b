import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createPackageFromTarballData } from '@arethetypeswrong/core'
import { npmProgram } from '../install.mjs'
import { root } from '../root.mjs'

/** The libraries that teams install. Everything else is private. */
export const published = ['contract', 'sdk', 'verifier']

/**
 * Packs the published libraries as `npm publish` would, from what is built.
 *
 * @returns of each its manifest, its tarball, and what attw reads from it
 */
export function packAll() {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-packed-'))
  try {
    const workspaces = published.flatMap((name) => ['-w', `libs/${name}`])
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [npmProgram(), 'pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...workspaces],
      { cwd: root, encoding: 'utf8' },
    )
    if (status !== 0) throw new Error(`npm pack failed:\n${stderr}`)
    return JSON.parse(stdout).map(({ name, filename }) => {
      const tarball = readFileSync(join(folder, filename))
      const contents = createPackageFromTarballData(tarball)
      const at = `/node_modules/${name}/`
      const files = contents.listFiles().map((path) => path.slice(at.length))
      const read = (file) => contents.readFile(at + file)
      return { name, tarball, contents, files, read, manifest: JSON.parse(read('package.json')) }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Lays packages out as an installation would, in a folder of their own, where nothing is found that they do not declare.
 *
 * @param others further packages to be found there, which are linked to ours
 */
export function installInto(folder, packages, others = []) {
  for (const { name, files, read } of packages) {
    for (const file of files) {
      const path = join(folder, 'node_modules', name, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, read(file))
    }
  }
  const declared = packages.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {}))
  const own = packages.map(({ name }) => name)
  for (const name of new Set([...declared, ...others])) {
    if (own.includes(name)) continue
    const path = join(folder, 'node_modules', name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), path, 'junction')
  }
}
