import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { root } from '../root.mjs'
import { plotOf } from './plot.mjs'
import { cellsOf, cpu, ratioOf } from './report.mjs'
import { savePage } from './save-page.mjs'

const page = join(root, 'docs/performance.md')

/**
 * Writes docs/performance.md and its plot from one run.
 *
 * @param {{ parts: readonly { users: number, rounds: number, seconds: number, measured: readonly { name: string, runs: readonly object[] }[] }[],
 *   storage: readonly { name: string, refreshes: number, hot: number, growth: number }[], sessions: number }} run
 */
export async function savePerformance({ parts, storage, sessions }) {
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  writeFileSync(join(root, 'docs/images/performance.svg'), plotOf(parts.map(barsOf)))
  const [{ rounds, seconds }] = parts
  await savePage(
    page,
    `# What a refresh costs

Written by \`npm run bench -- --save\`. The figures are of one run on ${cpus().length} cores (${arch()}) with Node ${process.versions.node}, and PostgreSQL on the same machine with
\`fsync\` on. Only their ratios mean something elsewhere: every target takes its turn in every round, and of the ratios the median counts.

**bare** is what any refresh has to do: Fastify, one prepared statement on a row by its key, one ES256 signature. **store** is the session store without HTTP and
without a signature. All others are Tessera's endpoints with everything on: validation, the rules of rotation, reuse detection, limits, the request log, metrics. ${sessions} sessions
are refreshed in turn, ${rounds} rounds of ${seconds} s each, each user from an address of their own.

![Throughput and CPU beside the bare loop](images/performance.svg)

${parts.map(sectionOf).join('\n')}
## Storage

A refresh makes no row. ${storage.map(sentenceOf).join(' ')} The write-ahead log of each refresh is in the tables above.
`,
  )
  console.log(`written: ${page}`)
}

function sectionOf({ users, measured }) {
  const [head, ...lines] = cellsOf(measured)
  const row = (cells) => `| ${cells.join(' | ')} |`
  return `## ${users} at once\n\nCPU in seconds for 1,000 refreshes.\n\n${[row(head), row(head.map((_, at) => (at === 0 ? '---' : '--:'))), ...lines.map(row)].join('\n')}\n`
}

function sentenceOf({ name, refreshes, hot, growth }) {
  const share = (hot * 100).toFixed(2)
  return `Of ${refreshes.toLocaleString('en')} updates of \`${name}\`, ${share} % were HOT, and the table grew by ${growth} bytes for 1,000 of them.`
}

/** Each endpoint beside the bare loop; the store alone is far beyond them, and would make them hard to tell apart. */
function barsOf({ users, measured }) {
  const bare = measured.find(({ name }) => name === 'bare')
  return {
    title: `${users} at once`,
    bars: measured
      .filter(({ name }) => name !== 'store')
      .map((target) => ({
        name: target.name,
        throughput: ratioOf(target, bare, ({ rate }) => rate),
        cpu: ratioOf(target, bare, cpu),
      })),
  }
}
