import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { root } from '../root.mjs'

/** What a bundle may weigh, in bytes after minifying and gzip, that takes one thing of a package and leaves the rest. */
const bundles = [
  { takes: 'memoryStore', of: '@tessera/sdk', atMost: 500 },
  { takes: 'createSession', of: '@tessera/sdk', atMost: 40_000 },
  { takes: 'endReasons', of: '@tessera/contract', atMost: 500 },
  { takes: 'verifyDpopProof', of: '@tessera/verifier', atMost: 10_000 },
]

/** Whether bundlers leave out what is not used, and how much is left. */
export async function weighed() {
  return Promise.all(
    bundles.map(async ({ takes, of, atMost }) => {
      const bytes = await weightOf(`export { ${takes} } from '${of}'`)
      const line = `${takes} of ${of}: ${(bytes / 1000).toFixed(1)} kB`
      return { line, faults: bytes > atMost ? [`${line}, more than ${atMost / 1000} kB`] : [] }
    }),
  )
}

async function weightOf(source) {
  const id = `${root}/libs/team.js`
  const team = { name: 'team', resolveId: (asked) => (asked === 'team' ? id : null), load: (asked) => (asked === id ? source : null) }
  const bundle = await rolldown({ input: 'team', cwd: root, plugins: [team], logLevel: 'silent', external: ['react', /^next/] })
  const { output } = await bundle.generate({ minify: true })
  await bundle.close()
  return gzipSync(output.map(({ code }) => code).join('')).length
}
