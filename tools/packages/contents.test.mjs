import { describe, expect, it } from 'vitest'
import { faultsOfContents } from './contents.mjs'

const files = ['package.json', 'LICENSE', 'README.md', 'dist/index.js', 'dist/index.js.map', 'dist/index.d.ts', 'src/index.ts']
const manifest = {
  description: 'A client.',
  license: 'MIT',
  engines: { node: '>=20' },
  publishConfig: { access: 'public' },
  type: 'module',
  sideEffects: false,
  dependencies: { zod: '^4.0.0' },
}
const good = { name: '@tessera/sdk', manifest, files, read: () => '{ "sources": ["../src/index.ts"] }' }

describe('a package that is to be published', () => {
  it('has nothing against it when it is whole', () => {
    expect(faultsOfContents(good)).toEqual([])
  })

  it.each([
    ['is private', { private: true }, /is private/],
    ['has side effects', { sideEffects: true }, /side effects/],
    ['wants one version of what teams have too', { dependencies: { zod: '4.0.0' } }, /exactly zod/],
    ['makes everybody install one framework', { peerDependencies: { express: '^5.0.0' } }, /everybody install express/],
    ['is not described', { description: undefined }, /"description"/],
  ])('is named when it %s', (_, changed, sentence) => {
    const faults = faultsOfContents({ ...good, manifest: { ...manifest, ...changed } })
    expect(faults).toEqual([expect.stringMatching(sentence)])
  })

  it('is named when its page leads to what it does not bring', () => {
    const read = (file) => (file === 'README.md' ? 'See [an example](../../examples).' : good.read())
    expect(faultsOfContents({ ...good, read })).toEqual([expect.stringMatching(/links that lead out of it/)])
  })

  it.each([
    ['no licence', files.filter((file) => file !== 'LICENSE'), /no LICENSE/],
    ['a test', [...files, 'src/index.test.ts'], /brings src\/index\.test\.ts/],
    ['what the compiler left of a removed file', [...files, 'dist/of-yesterday.js'], /no source any more/],
    ['maps to what is not there', files.filter((file) => file !== 'src/index.ts'), /does not bring/],
  ])('is named when it brings %s', (_, brought, sentence) => {
    expect(faultsOfContents({ ...good, files: brought })).toEqual([expect.stringMatching(sentence)])
  })
})
