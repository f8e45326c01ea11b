// Where the documents lead: each link has its file and each `#` its heading, each path that is named from the root on is there, and so is each
// decision that is named by its number. Addresses elsewhere are not asked for.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './root.mjs'

const made = new Set(['node_modules', 'dist', '.next', '.nx', '.data', '.git', 'test-results'])
// What a service's document says is evidence, and what it leads to is not here.
const notOurs = 'fixtures'
const block = /^ *```.*?^ *```$/gms
const link = /\]\((?:<(?<bracketed>[^>]+)>|(?<plain>[^\s)]+))\)/g
/** `acme` is whoever reads, and what has a placeholder is no path. */
const path = /`(?<named>(?:apps|docs|e2e|examples|libs|prisma|tools)\/(?![^`]*(?:\bacme\b|\/dist\/|\/\.next\/))[\w.@()[\]/-]+)`/g
const decision = /\bdecisions?[ /]0*(?<number>\d+)\b/gi

const decisions = new Set(readdirSync(join(root, 'docs/decisions')).map((file) => String(parseInt(file, 10))))
const documents = documentsIn('.')
const faults = documents.flatMap((document) => deadEndsOf(document).map((end) => `${document} names ${end}, which is not there`))
if (documents.length === 0) faults.push('no document was found')
for (const fault of faults) console.error(fault)
console.log(`${documents.length} documents read, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`)
process.exitCode = faults.length === 0 ? 0 : 1

function documentsIn(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return made.has(entry.name) || entry.name === notOurs ? [] : documentsIn(join(folder, entry.name))
    return entry.name.endsWith('.md') ? [join(folder, entry.name)] : []
  })
}

function deadEndsOf(document) {
  const text = read(document).replaceAll(block, '')
  const found = (pattern) => [...text.matchAll(pattern)].map(({ groups }) => groups)
  return [
    ...found(link)
      .map(({ bracketed, plain }) => bracketed ?? plain)
      .filter((target) => !leads(document, target)),
    ...found(path)
      .map(({ named }) => named)
      .filter((named) => !/^docs\/decisions\/\d+$/.test(named) && !existsSync(join(root, named))),
    ...found(decision)
      .filter(({ number }) => !decisions.has(number))
      .map(({ number }) => `decision ${number}`),
  ]
}

function leads(document, target) {
  if (/^[a-z]+:/.test(target)) return true
  const [file, heading] = target.split('#')
  const place = file === '' ? document : join(dirname(document), file)
  return existsSync(join(root, place)) && (heading === undefined || headingsOf(read(place)).includes(heading))
}

/** By the names that GitHub gives them. */
function headingsOf(text) {
  return [...text.replaceAll(block, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  )
}

function read(file) {
  return readFileSync(join(root, file), 'utf8')
}
