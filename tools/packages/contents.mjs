import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.mjs'

/** What is wrong with what a package brings: its manifest and its files. Sentences; none when it may be published. */
export function faultsOfContents({ name, manifest, files, read }) {
  const folder = join('libs', name.split('/')[1])
  const faults = []
  if (manifest.private) faults.push('is private: npm would not publish it')
  for (const field of ['description', 'license', 'engines', 'publishConfig'])
    if (!manifest[field]) faults.push(`says nothing under "${field}"`)
  if (manifest.type !== 'module') faults.push('is no ES module')
  if (manifest.sideEffects !== false) faults.push('may have side effects, as bundlers see it')
  for (const file of ['LICENSE', 'README.md']) if (!files.includes(file)) faults.push(`has no ${file}`)
  // A registry shows the page without what lies beside the package.
  if (files.includes('README.md') && /\]\(<?\.\.\//.test(read('README.md'))) faults.push('has a README.md with links that lead out of it')

  // An exact version would leave a team with two copies of what it has itself.
  for (const [dependency, range] of Object.entries(manifest.dependencies ?? {}))
    if (!range.startsWith('^')) faults.push(`wants exactly ${dependency} ${range}`)
  for (const peer of Object.keys(manifest.peerDependencies ?? {}))
    if (!manifest.peerDependenciesMeta?.[peer]?.optional) faults.push(`makes everybody install ${peer}`)

  for (const file of files) {
    if (/\.test\.|tsbuildinfo|node_modules/.test(file)) faults.push(`brings ${file}`)
    // The compiler does not remove what it once wrote.
    const source = /^dist\/(.+?)\.(?:d\.ts|js)$/.exec(file)?.[1]
    if (source && !['.ts', '.tsx'].some((ending) => existsSync(join(root, folder, 'src', source + ending))))
      faults.push(`brings ${file}, which has no source any more: remove ${folder}/dist and build again`)
    if (file.endsWith('.map'))
      for (const path of JSON.parse(read(file)).sources) {
        const there = join(file, '..', path).replaceAll('\\', '/')
        if (!files.includes(there)) faults.push(`maps ${file} to ${there}, which it does not bring`)
      }
  }
  return faults
}
