// `npm run bench [-- NAME …]`: each bench is a file of bench/ that exports `bench(args)`. Without a name it is that of refreshes.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { helpWith } from './usage.mjs'

/** What can be measured, and what it says of itself. */
const benches = ['refresh', 'login', 'listing', 'revocation', 'verifier', 'processes', 'steady', 'weight'].filter((name) =>
  readdirSync(join(root, 'tools/bench')).includes(`${name}.mjs`),
)

helpWith(`npm run bench -- [NAME] [options]

  NAME  one of ${benches.join(', ')} (default: refresh)

The first lines of tools/bench/NAME.mjs say what each measures, and its options.`)

const given = process.argv.slice(2)
const [name, args] = given[0] && !given[0].startsWith('-') ? [given[0], given.slice(1)] : ['refresh', given]
if (!benches.includes(name)) {
  console.error(`There is no bench ${name}; there are ${benches.join(', ')}.`)
  process.exit(1)
}
const { bench } = await import(`./bench/${name}.mjs`)
try {
  await bench(args)
} catch (fault) {
  if (!fault.code?.startsWith('ERR_PARSE_ARGS')) throw fault
  console.error(fault.message)
  process.exit(1)
}
