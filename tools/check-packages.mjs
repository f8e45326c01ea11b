// Packs the three libraries that teams install, as `npm publish` would, and says what would be wrong with them: their contents, publint, "are
// the types wrong?", an installation of nothing else, and what bundlers leave out. They must be built.
import { faultsOfContents } from './packages/contents.mjs'
import { publintFaults, typesFaults } from './packages/linted.mjs'
import { packAll } from './packages/pack.mjs'
import { weighed } from './packages/shaken.mjs'
import { entriesOf, faultsOfUse } from './packages/used.mjs'

const packages = packAll()
const faults = []
for (const packed of packages) {
  const { name, manifest, tarball } = packed
  const found = [...faultsOfContents(packed), ...(await publintFaults(packed)), ...(await typesFaults(packed))]
  faults.push(...found.map((fault) => `${name} ${fault}`))
  console.log(`${name} ${manifest.version}: ${Math.round(tarball.length / 1000)} kB, ${entriesOf(packed).join(', ')}`)
}
faults.push(...(await faultsOfUse(packages)))
for (const { line, faults: heavy } of await weighed()) {
  console.log(line)
  faults.push(...heavy)
}

for (const fault of faults) console.error(fault)
console.log(`${packages.length} packages were packed, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`)
process.exitCode = faults.length === 0 ? 0 : 1
