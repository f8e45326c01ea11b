// Lints every project through Nx and proves that the boundaries between the rooms were really checked: the rule must not have
// skipped itself, and a deliberate import through each closed door must be reported, and through each open one must not.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { nxProgram, root } from './root.mjs'

const rule = '@nx/enforce-module-boundaries'
const projects = {
  core: ['libs/core', '@tessera/core'],
  contract: ['libs/contract', '@tessera/contract'],
  dialects: ['libs/dialects', '@tessera/dialects'],
  persistence: ['libs/persistence', '@tessera/persistence'],
  sdk: ['libs/sdk', '@tessera/sdk'],
  verifier: ['libs/verifier', '@tessera/verifier'],
  api: ['apps/api', '@tessera/api'],
  console: ['apps/console', '@tessera/console'],
  e2e: ['e2e', '@tessera/e2e'],
  tools: ['tools', '@tessera/tools'],
}

const faults = []
await lintThroughNx()
const { rooms } = await import(new URL('../eslint.config.mjs', import.meta.url).href)
const eslint = new ESLint({ cwd: root })
let probes = 0
for (const room of rooms) await probe(room)

if (probes === 0) faults.push('no room was probed')
for (const fault of faults) console.error(fault)
console.log(`${probes} imports between rooms tried, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`)
process.exitCode = faults.length === 0 ? 0 : 1

/** Also leaves Nx's project graph behind, without which the rule would skip the probes. */
async function lintThroughNx() {
  const nx = spawn(process.execPath, [nxProgram, 'run-many', '-t', 'lint', '--output-style=static'], { cwd: root })
  let output = ''
  for (const stream of [nx.stdout, nx.stderr]) {
    stream.on('data', (text) => {
      output += text
      process.stdout.write(text)
    })
  }
  const code = await new Promise((done) => nx.on('close', done))
  if (code !== 0) faults.push('lint failed')
  if (output.includes('will be skipped')) faults.push(`${rule} was skipped: it had no project graph`)
}

async function probe({ sourceTag, onlyDependOnLibsWithTags: doors, allowedExternalImports: npm }) {
  const [folder] = projects[roomOf(sourceTag)]
  for (const [room, [, name]] of Object.entries(projects)) {
    if (`room:${room}` === sourceTag) continue
    const open = doors.includes(`room:${room}`)
    await expectReport(join(folder, 'src/probe.ts'), name, !open)
    if (!open && isImportable(name)) await expectReport(join(folder, 'src/probe.test.ts'), name, true)
  }
  if (npm) await expectReport(join(folder, 'src/probe.ts'), 'fastify', true)
}

/** The file need not exist: its path says which room it would be in. */
async function expectReport(file, name, wanted) {
  probes += 1
  const [result] = await eslint.lintText(`import * as probe from '${name}'\n\nexport default probe\n`, { filePath: join(root, file) })
  const reported = result.messages.some(({ ruleId, severity }) => ruleId === rule && severity === 2)
  if (reported !== wanted) faults.push(`${file}: import of ${name} is ${reported ? 'refused, though the door is open' : 'not refused'}`)
}

/** A test may take anything from npm, so there the rule ignores the name of an app: nothing can be imported by it. */
function isImportable(name) {
  return 'exports' in JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
}

function roomOf(tag) {
  return tag.slice('room:'.length)
}
