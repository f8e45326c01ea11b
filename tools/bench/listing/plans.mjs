/** Tables that grow with what people do: none of them is ever read from end to end for a page. */
const large = ['sessions', 'events', 'users', 'watermarks']

/** Rows that one statement of a walk may look at (`stepRows` of the session store), and what its first lookups may. */
const bound = 20_000

/**
 * What an administrator at a table of any size would suffer from, in a plan: a table read whole, an OFFSET, or a scan that looked at more rows
 * than a step has.
 *
 * @param {{ text: string, plan: object }} statement
 * @returns {string[]} sentences; none if the plan is sound
 */
export function faultsOf({ text, plan }) {
  const faults = /\bOFFSET\b/i.test(text) ? ['it counts its way to the page by OFFSET'] : []
  for (const node of nodesOf(plan)) {
    const table = node['Relation Name']
    if (!large.includes(table)) continue
    const rows = rowsReadBy(node)
    if (node['Node Type'] === 'Seq Scan' && rows > bound) faults.push(`it reads ${table} from end to end`)
    else if (rows > bound) faults.push(`it looks at ${rows} rows of ${table}`)
  }
  return faults
}

/** A plan in lines, with the rows that were found and the pages that were read: no times, which are another's on another day. */
export function linesOf(plan, depth = 0) {
  const lines = [`${'  '.repeat(depth)}${headOf(plan)}`]
  for (const condition of ['Index Cond', 'Recheck Cond', 'Filter', 'Join Filter', 'Sort Key']) {
    if (plan[condition]) lines.push(`${'  '.repeat(depth + 1)}· ${condition}: ${shortened([plan[condition]].flat().join(', '))}`)
  }
  if (plan['Rows Removed by Filter'])
    lines.push(`${'  '.repeat(depth + 1)}· passed over: ${plan['Rows Removed by Filter'] * plan['Actual Loops']}`)
  return [...lines, ...(plan.Plans ?? []).flatMap((part) => linesOf(part, depth + 1))]
}

function headOf(plan) {
  const { 'Node Type': type, 'Index Name': index, 'Relation Name': table, 'CTE Name': cte, 'Subplan Name': part } = plan
  const backward = plan['Scan Direction'] === 'Backward' ? ' backward' : ''
  const what = [type + backward, index && `using ${index}`, table && `on ${table}`, cte && `on ${cte}`].filter(Boolean).join(' ')
  const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  return `${part ? `${part}: ` : ''}${what} (rows ${plan['Actual Rows'] * plan['Actual Loops']}, pages ${buffers})`
}

/** Thousands of ids in an array tell nobody anything, nor does the end of a session once more, computed over half a page. */
function shortened(condition) {
  const short = condition.replace(/'\{([^}]{80})[^}]*\}'/g, "'{$1…}'")
  return short.length > 240 ? `${short.slice(0, 240)}…` : short
}

/** The index that leads to the sessions, or how else they are reached. */
export function wayOf(plan) {
  const nodes = nodesOf(plan).filter((node) => node['Relation Name'] === 'sessions')
  return [...new Set(nodes.map((node) => node['Index Name'] ?? node['Node Type']))].join(', ')
}

function nodesOf(plan) {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}

function rowsReadBy(node) {
  const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)
  return Math.round((node['Actual Rows'] + removed) * node['Actual Loops'])
}
