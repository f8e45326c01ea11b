import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { installInto } from './pack.mjs'

/** The entries of a package that somebody imports: `@tessera/sdk`, `@tessera/sdk/react`. */
export function entriesOf({ name, manifest }) {
  return Object.keys(manifest.exports)
    .filter((entry) => entry !== './package.json')
    .map((entry) => name + entry.slice(1))
}

/**
 * Uses the packages as a team would that has nothing else installed but the peers of what it imports: Node loads each entry, and the compiler
 * reads its types, and the code of the READMEs, with every check on.
 *
 * @returns sentences; none when all of it works
 */
export async function faultsOfUse(packages) {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-used-'))
  try {
    installInto(folder, packages)
    const alone = packages.flatMap(entriesOf).filter((entry) => !peerOf(entry, packages))
    const faults = alone.flatMap((entry) => loaded(folder, entry))

    const peers = packages.flatMap(({ manifest }) => Object.keys(manifest.peerDependencies ?? {}))
    installInto(folder, [], [...peers, '@types/node', ...peers.map((peer) => `@types/${peer}`).filter(isInstalled)])
    const entries = packages.flatMap(entriesOf)
    const ofNext = (entry) => entry.endsWith('/next')
    const others = entries.filter((entry) => !ofNext(entry))
    // Next's own types compile nowhere without this; `create-next-app` sets it.
    const withNext = [{ ...importing(entries.filter(ofNext)), file: 'site.ts' }, ...packages.flatMap(codeOfReadme)]
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const compilations = await Promise.all([
      compiled(folder, [importing(others), { ...importing(others), file: 'team.cts' }]),
      // A program on a server has not the types of a browser.
      compiled(folder, [{ ...importing(alone), file: 'server.ts' }], ['--lib', 'ES2023']),
      compiled(folder, withNext, ['--skipLibCheck']),
    ])
    return [...faults, ...compilations.flat()]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The framework that an entry is for, by its name: `@tessera/verifier/nest` is for `@nestjs/common`. */
function peerOf(entry, packages) {
  const owner = packages.find(({ name }) => entry.startsWith(`${name}/`))
  const word = entry.split('/')[2]
  return Object.keys(owner?.manifest.peerDependencies ?? {}).find((peer) => peer.includes(word))
}

function loaded(folder, entry) {
  const program = `await import(${JSON.stringify(entry)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8' })
  return status === 0 ? [] : [`${entry} cannot be loaded without a framework:\n${stderr}`]
}

function importing(entries) {
  const code = entries.map((entry, i) => `import * as entry${i} from '${entry}'\nexport { entry${i} }\n`)
  return { file: 'team.ts', code: code.join('') }
}

/** The pieces of code that a package's README has, each as a file of its own. */
function codeOfReadme({ name, read }) {
  const found = [...read('README.md').matchAll(/^```(tsx?)\b.*\n([^]*?)^```$/gm)]
  return found.map(([, ending, code], i) => ({ file: `readme-of-${name.split('/')[1]}-${i + 1}.${ending}`, code }))
}

/** All at a time: so no two may have a file of one name. */
function compiled(folder, files, more = []) {
  for (const { file, code } of files) writeFileSync(join(folder, file), code)
  const options =
    '--noEmit --strict --target ES2023 --lib ES2023,DOM,DOM.Iterable --module NodeNext --types node --jsx react-jsx --pretty false'
  const args = [join(root, 'node_modules/typescript/bin/tsc'), ...options.split(' '), ...more, ...files.map(({ file }) => file)]
  return new Promise((done) => {
    execFile(process.execPath, args, { cwd: folder, encoding: 'utf8' }, (fault, stdout) =>
      done(fault === null ? [] : [`the types do not compile at a team's:\n${stdout}`]),
    )
  })
}

function isInstalled(name) {
  return existsSync(join(root, 'node_modules', name))
}
