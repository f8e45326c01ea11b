// `npm run bench -- steady [--minutes N --rate N --sessions N --save]`: refreshes at a steady rate for an hour, with PostgreSQL's own autovacuum as it is by
// default, and each minute a look at the table, its dead rows, and the server's memory. What should be seen is that nothing grows. `--save` writes
// docs/performance-steady.md with its chart.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../root.mjs'
import { onGround } from './ground.mjs'
import { linesOf } from './lines.mjs'
import { measure } from './measure.mjs'
import { columnsOf } from './report.mjs'
import { residentBytes } from './resident.mjs'
import { savePage } from './save-page.mjs'
import { analyse, conditionOf } from './storage.mjs'
import { startTessera } from './tessera.mjs'

const page = join(root, 'docs/performance-steady.md')
const users = 16
const mega = 1024 * 1024

/** @param {readonly string[]} args of the command line */
export async function bench(args) {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '60' },
      rate: { type: 'string', default: '500' },
      sessions: { type: 'string', default: '2048' },
      save: { type: 'boolean', default: false },
    },
  })
  const [minutes, rate, many] = [values.minutes, values.rate, values.sessions].map(Number)

  await onGround(async (ground) => {
    const { databaseUrl, dataDir, started } = ground
    const quick = await startTessera({ databaseUrl, dataDir, settings: { RATE_LIMITS: 'off' } })
    const sessions = await quick.logIn(many)
    await quick.stop()
    await analyse(databaseUrl)
    const { pid, origin } = await startTessera({ databaseUrl, dataDir, started })
    const target = { name: 'v1', pid, origin, proofs: {}, sessions }
    await measure(target, { ...ground, users, seconds: 5, rate })

    const look = async (minute, refreshes, p99) => ({
      minute,
      refreshes,
      p99,
      resident: residentBytes(pid),
      ...(await conditionOf(databaseUrl)),
    })
    const looks = [await look(0, 0, 0)]
    for (let minute = 1; minute <= minutes; minute++) {
      const run = await measure(target, { ...ground, users, seconds: 60, rate })
      const before = looks.at(-1)
      looks.push(await look(minute, before.refreshes + Math.round(run.rate * 60), run.p99))
      console.log(`minute ${minute} of ${minutes}: ${sentenceOf(looks.at(-1))}`)
    }
    console.log(`\n${columnsOf(cellsOf(looks, Math.ceil(minutes / 12)))}`)
    if (values.save) await save({ looks, minutes, rate, many })
  })
}

function sentenceOf({ refreshes, table, indexes, dead, hot, vacuums, resident }) {
  return `${refreshes} refreshes; table ${(table / mega).toFixed(2)} MB, indexes ${(indexes / mega).toFixed(2)} MB, ${dead} dead rows, ${(hot * 100).toFixed(2)} % HOT, ${vacuums} autovacuums; ${Math.round(resident / mega)} MB resident`
}

/** Every so many minutes, and the last. */
function cellsOf(looks, every) {
  const shown = looks.filter(({ minute }, at) => minute % every === 0 || at === looks.length - 1)
  return [
    ['minute', 'refreshes', 'table MB', 'indexes MB', 'dead rows', 'HOT %', 'autovacuums', 'resident MB', 'p99 ms'],
    ...shown.map(({ minute, refreshes, table, indexes, dead, hot, vacuums, resident, p99 }) => [
      ...[String(minute), refreshes.toLocaleString('en'), (table / mega).toFixed(2), (indexes / mega).toFixed(2), String(dead)],
      ...[
        minute === 0 ? '' : (hot * 100).toFixed(2),
        String(vacuums),
        String(Math.round(resident / mega)),
        minute === 0 ? '' : p99.toFixed(1),
      ],
    ]),
  ]
}

async function save({ looks, minutes, rate, many }) {
  const last = looks.at(-1)
  const row = (cells) => `| ${cells.join(' | ')} |`
  const [head, ...lines] = cellsOf(looks, Math.ceil(minutes / 12))
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  writeFileSync(
    join(root, 'docs/images/performance-steady.svg'),
    linesOf({
      title: `${minutes} minutes at ${rate} refreshes a second`,
      axis: 'minutes',
      lines: [
        { name: 'sessions, the table (MB)', values: looks.map(({ table }) => table / mega) },
        { name: 'its indexes (MB)', values: looks.map(({ indexes }) => indexes / mega) },
        { name: 'dead rows', values: looks.map(({ dead }) => dead) },
        { name: 'the server, resident (MB)', values: looks.map(({ resident }) => resident / mega) },
      ],
    }),
  )
  await savePage(
    page,
    `# An hour of steady refreshes

Written by \`npm run bench -- steady --save\`: ${many} sessions are refreshed in turn over HTTP, ${rate} times a second for ${minutes} minutes, on ${cpus().length} cores with Node ${process.versions.node}. PostgreSQL has its
own settings for autovacuum. A refresh makes no row and touches no index, so what it leaves behind is taken by the next one of the same page; autovacuum seldom has anything to do.

![Table, indexes, dead rows and memory, minute by minute](images/performance-steady.svg)

${[row(head), row(head.map(() => '--:')), ...lines.map(row)].join('\n')}

After ${last.refreshes.toLocaleString('en')} refreshes ${(last.hot * 100).toFixed(2)} % of the updates were HOT: they touched no index and stayed in their page.
`,
  )
  console.log(`written: ${page}`)
}
