// Lints everything and proves that the boundaries between the rooms were really checked: the rule skips itself where it finds no project
// graph, so a deliberate import through each closed door must be reported, and through each open one must not.
import { readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { createProjectGraphAsync } from '@nx/devkit'
import { ESLint } from 'eslint'
import { root } from './root.mjs'

const rule = '@nx/enforce-module-boundaries'
const faults = []
process.chdir(root) // Where Nx looks for its workspace.
const { nodes } = await createProjectGraphAsync() // The rule reads what this leaves in Nx's cache.
const projects = Object.values(nodes).map(({ name, data }) => ({ room: roomOf(data.tags), folder: data.root, name }))
// It reads it once where it believes that ESLint's own command line runs it, and elsewhere again for each file.
process.argv[1] = join(root, 'node_modules/eslint/bin/eslint.js')
const eslint = new ESLint()
await lint()
const { rooms } = await import(new URL('../eslint.config.mjs', import.meta.url).href)
for (const { room, folder } of projects)
  if (!rooms.some(({ sourceTag }) => sourceTag === `room:${room}`))
    faults.push(`${folder} is in no room: its package.json has no tag that eslint.config.mjs knows`)
let probes = 0
for (const room of rooms) await probe(room)

// A project's own rules hold beside those of all.
const [clock] = await eslint.lintText('export default Date.now()\n', { filePath: join(root, 'libs/core/src/probe.ts') })
if (clock.errorCount === 0) faults.push('libs/core may read the clock: its own rules were not read')

if (probes === 0) faults.push('no room was probed')
for (const fault of faults) console.error(fault)
console.log(`${probes} imports between rooms tried, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`)
process.exitCode = faults.length === 0 ? 0 : 1

function roomOf(tags = []) {
  return tags.find((tag) => tag.startsWith('room:'))?.slice('room:'.length)
}

/** All in one process: each project's own would read the rules and the graph again, which takes longer than most have to lint. */
async function lint() {
  const results = await eslint.lintFiles(['.'])
  const { format } = await eslint.loadFormatter('stylish')
  process.stdout.write(await format(results))
  for (const { folder } of projects)
    if (!results.some(({ filePath }) => filePath.startsWith(join(root, folder, sep)))) faults.push(`no file of ${folder} was linted`)
  if (results.some(({ errorCount }) => errorCount > 0)) faults.push('lint failed')
}

async function probe({ sourceTag, onlyDependOnLibsWithTags: doors, allowedExternalImports: npm }) {
  const inside = projects.filter(({ room }) => `room:${room}` === sourceTag)
  if (inside.length === 0) faults.push(`no project of ${sourceTag} is known here`)
  for (const { folder } of inside) {
    for (const { room, folder: there, name } of projects) {
      if (there === folder) continue
      const open = doors.includes(`room:${room}`)
      await expectReport(join(folder, 'src/probe.ts'), name, !open)
      if (!open && isImportable(there)) await expectReport(join(folder, 'src/probe.test.ts'), name, true)
    }
    if (npm) await expectReport(join(folder, 'src/probe.ts'), 'prom-client', true)
  }
}

/** The file need not exist: its path says which room it would be in. */
async function expectReport(file, name, wanted) {
  probes += 1
  const [result] = await eslint.lintText(`import * as probe from '${name}'\n\nexport default probe\n`, { filePath: join(root, file) })
  const reported = result.messages.some(({ ruleId, severity }) => ruleId === rule && severity === 2)
  if (reported !== wanted) faults.push(`${file}: import of ${name} is ${reported ? 'refused, though the door is open' : 'not refused'}`)
}

/** A test may take anything from npm, so there the rule ignores the name of an app: nothing can be imported by it. */
function isImportable(folder) {
  return 'exports' in JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
}
