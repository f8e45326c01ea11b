import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { root } from '../../root.mjs'
import { columnsOf } from '../report.mjs'
import { savePage } from '../save-page.mjs'
import { linesOf, wayOf } from './plans.mjs'

const folder = join(root, 'docs/plans')
const target = 10
const isSlow = ({ database }) => database.p95 >= target
const ms = (value) => (value < 10 ? value.toFixed(1) : value.toFixed(0))

/** A case as it was measured, for whoever watches. */
export function line({ name, database, store, pages, faults }) {
  return `${name}: ${ms(database.p50)} / ${ms(database.p95)} ms in the database, ${ms(store.p50)} / ${ms(store.p95)} at the store, ${pages.asked} pages${faults.length > 0 ? `; ${faults.join('; ')}` : ''}`
}

/** What took longer than it should, and what was done beside it. */
export function tableOf({ pages, jobs, refreshes }) {
  const slow = pages.filter(isSlow)
  const lines = [`${pages.length - slow.length} of ${pages.length} kinds of pages have a p95 below ${target} ms in the database.`]
  if (slow.length > 0) lines.push(columnsOf([heads, ...slow.map(cellsOf)]))
  if (jobs.length > 0) lines.push('', columnsOf([jobHeads, ...jobs.map(cellsOfJob)]))
  if (refreshes)
    lines.push(
      '',
      `Refreshes: p99 ${ms(refreshes.alone.p50)} ms alone, ${ms(refreshes.listing.p50)} ms beside pages without a pause between them (medians of the seconds).`,
    )
  return lines.join('\n')
}

/** What has plans of its own: those of pairs and of deep pages are these again, with another condition. */
const planned = ['Pages', 'One filter', 'What finds nothing']

/** Writes docs/plans: the figures, and the plan of the slowest page of each kind. */
export async function writePlans(run) {
  const write = (name, text) => savePage(join(folder, name), text)
  await write('README.md', overview(run))
  for (const group of planned) {
    const text = run.pages.filter((page) => page.group === group).map(planOf)
    await write(`${fileOf(group)}.md`, `# ${group}\n\n${note}\n\n${text.join('\n\n')}\n`)
  }
}

const note =
  'Written by `npm run bench -- listing --save`. Rows are those that were found, pages those of 8 kB that were looked at; the slowest page that was asked.'
const fileOf = (group) => group.toLowerCase().replace(/[^a-z]+/g, '-')

function overview({ pages, jobs, refreshes, size }) {
  const groups = [...new Set(pages.map(({ group }) => group))]
  const slow = pages.filter(isSlow).length
  return `# The plans behind the list of sessions

Written by \`npm run bench -- listing --save\` over ${Math.round(size.sessions).toLocaleString('en')} sessions (${gigabytes(size.table)} of rows, ${gigabytes(size.indexes)} of indexes), PostgreSQL ${size.version} as \`npm start\`
runs it (128 MB of shared buffers), ${cpus().length} cores, with a load of ${loadavg()[1].toFixed(1)} over five minutes when it ended${refreshes ? `, beside ${Math.round(refreshes.rate)} refreshes a second` : ''}. Each page is asked for with the values
of sessions from all over the table. **In the database** is what all its statements take, planning included, one after the other (on a machine that others use as well: the time on a core, where that is less than what the clock says);
**at the store** is what a caller waits, who has two of them at once, on the clock. Times are p50 / p95 in milliseconds. **Unfinished** are pages that were answered short, with a cursor to go on, because nothing more had been found in time.

${pages.length - slow} of ${pages.length} kinds of pages have a p95 below ${target} ms in the database. What is rare among sessions that no index tells apart is looked for in steps ([decision 4](../decisions/0004-listing-in-steps.md),
[decision 102](../decisions/0102-what-a-list-may-take.md)): no statement of a page looks at more than 20,000 rows, none has an OFFSET, counts more than 1,000 or reads a table from end to end. The bench fails where one does.

${groups
  .map((group) =>
    section(
      group,
      pages.filter((page) => page.group === group),
    ),
  )
  .join('\n\n')}
${jobs.length > 0 ? `\n## Pages at a pace, revoking, and removing what is over\n\n${markdown([jobHeads, ...jobs.map(cellsOfJob)])}\n` : ''}${
    refreshes
      ? `\nThe p99 of refreshes at that rate is ${ms(refreshes.alone.p50)} ms with nothing else, and ${ms(refreshes.listing.p50)} ms beside the pages above, which are asked for
without a pause between them and keep a core busy (medians of the seconds).\n`
      : ''
  }`
}

const section = (group, pages) =>
  `## ${group}\n\n${planned.includes(group) ? `[Plans](${fileOf(group)}.md)\n\n` : ''}${markdown([heads, ...pages.map(cellsOf)])}`

const heads = ['filter', 'in the database', 'at the store', 'unfinished', 'way']
function cellsOf({ name, database, store, pages, statements }) {
  const ways = [...new Set(statements.map(({ plan }) => wayOf(plan)).filter(Boolean))]
  const unfinished = pages.unfinished === 0 ? '' : `${pages.unfinished} of ${pages.asked}`
  return [
    name,
    `${ms(database.p50)} / ${ms(database.p95)}`,
    `${ms(store.p50)} / ${ms(store.p95)}`,
    unfinished,
    [...new Set(ways.join(', ').split(', '))].join(', '),
  ]
}

const jobHeads = ['what', 'figures', 'a statement, p50 / p95 / longest', 'refreshes beside it, p99']
function cellsOfJob({ name, figures, steps, p99 }) {
  return [name, figures, steps ? `${ms(steps.p50)} / ${ms(steps.p95)} / ${ms(steps.max)}` : '', p99 ? ms(p99.p50) : '']
}

function markdown([head, ...rows]) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Steps of one search are alike: of statements of the same text the longest stands for all. */
function planOf({ name, statements }) {
  const longest = new Map()
  for (const statement of statements) {
    const known = longest.get(statement.text)
    longest.set(statement.text, {
      ...(known && known.milliseconds > statement.milliseconds ? known : statement),
      times: (known?.times ?? 0) + 1,
    })
  }
  const plans = [...longest.values()].map(
    ({ plan, times }) => `${times > 1 ? `# ${times} statements like this\n` : ''}${linesOf(plan).join('\n')}`,
  )
  return `## ${name}\n\n\`\`\`text\n${plans.join('\n\n')}\n\`\`\``
}

const gigabytes = (bytes) => `${(Number(bytes) / 1e9).toFixed(1)} GB`
