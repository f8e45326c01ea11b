import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, resolveConfig } from 'prettier'
import { describe, expect, it } from 'vitest'
import { root } from '../../root.mjs'
import dialect from './generator.mjs'
import { registryPath } from './registry.mjs'
import { virtualCheckout } from './testing/virtual-checkout.mjs'

const folder = 'libs/dialects/src/legion'
const textOf = (tree, path) => tree.read(path, 'utf8')

/** The paths of what a run wrote beside what was there. */
async function written(tree, options) {
  const before = tree.listChanges().map(({ path }) => path)
  await dialect(tree, options)
  return tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => !before.includes(path))
}

describe('the skeleton of a wire format', () => {
  it('is split into files as the documented formats are', async () => {
    const files = ['README.md', 'errors.ts', 'fixtures/answer.json', 'fixtures/request.json', 'legion.test.ts']
    expect((await written(virtualCheckout(), { name: 'legion' })).sort()).toEqual(
      [...files, 'request.ts', 'response.ts', 'routes.ts'].map((file) => `${folder}/${file}`),
    )
  })

  it('is called, titled and served as its name says, unless the options say otherwise', async () => {
    const tree = virtualCheckout()
    await dialect(tree, { name: 'legion-cloud2' })
    await dialect(tree, { name: 'legion', title: 'LEGION', path: '/api/renew', tokenField: 'watch-word', loginPath: '/api/enter' })
    const usual = textOf(tree, `${folder}-cloud2/routes.ts`)
    for (const part of ['legionCloud2: Dialect', "title: 'Legion Cloud2'", "paths: ['/legion-cloud2/refresh']"])
      expect(usual).toContain(part)
    expect(usual).not.toContain('logIn')
    const other = textOf(tree, `${folder}/routes.ts`)
    for (const part of ["title: 'LEGION'", "paths: ['/api/renew']", "paths: ['/api/enter']"]) expect(other).toContain(part)
    expect(JSON.parse(textOf(tree, `${folder}/fixtures/request.json`))).toEqual({ 'watch-word': 'the-refresh-token' })
  })

  it('joins the list of formats after those that are there, whatever it is called', async () => {
    const tree = virtualCheckout()
    await dialect(tree, { name: 'legion-cloud' })
    await dialect(tree, { name: 'legion' })
    const text = textOf(tree, registryPath)
    expect(text).toContain("import { legionCloud } from './legion-cloud/routes.js'\nimport { legion } from './legion/routes.js'\n")
    expect(text).toMatch(/: .*,\n {2}'legion-cloud': \(\) => legionCloud,\n {2}legion: \(\) => legion,\n} as const satisfies/)
  })

  it('joins a list that is empty, and one without a comma at its end', async () => {
    for (const [list, joined] of [
      ['{}', '{ legion: () => legion }'],
      ['{ a: () => a /* last */ }', '{ a: () => a, legion: () => legion /* last */ }'],
    ]) {
      const tree = virtualCheckout()
      tree.write(registryPath, `import { a } from './a.js'\n\nexport const formats = ${list} as const\n`)
      await dialect(tree, { name: 'legion' })
      const flat = textOf(tree, registryPath).replace(/\s+/g, ' ').replaceAll(', }', ' }')
      expect(flat).toContain(`export const formats = ${joined} as const`)
    }
  })

  it('is formatted as the house formats', async () => {
    const tree = virtualCheckout()
    const options = { ...(await resolveConfig(join(root, 'package.json'))) }
    for (const path of await written(tree, { name: 'legion', loginPath: '/legion/log-in' })) {
      expect(await check(textOf(tree, path), { ...options, filepath: path }), path).toBe(true)
    }
    expect(await check(textOf(tree, registryPath), { ...options, filepath: registryPath })).toBe(true)
  })
})

describe('what the generator does not do', () => {
  const refused = [
    [{ name: 'Legion' }, /"Legion" is no name for a wire format: it must match \[a-z\]\[a-z0-9-\]\*/],
    [{ name: '../legion' }, /is no name/],
    [{ name: '' }, /is no name/],
    [{ name: 'none' }, /has a meaning already/],
    [{ name: 'error' }, /has a meaning already/],
    [{ name: 'delete' }, /has a meaning already/],
    [{ name: 'freddy' }, /formats\.ts lists "freddy" already/],
    [{ name: 'dialect' }, /dialect\.ts is there already: choose another name/],
    [{ name: 'legion', path: 'refresh' }, /The path "refresh" must be a path/],
    [{ name: 'oauth' }, /The path "\/oauth\/refresh" is under \/oauth, .* say another with --path/],
    [{ name: 'health' }, /is under \/health/],
    [{ name: 'legion', loginPath: '/v1/admin/enter' }, /The loginPath "\/v1\/admin\/enter" is under \/v1\/admin/],
    [{ name: 'legion', path: '/:id' }, /must be a path/],
    [{ name: 'legion', loginPath: '/a/../b' }, /The loginPath "\/a\/\.\.\/b" must be a path/],
    [{ name: 'legion', loginPath: '/legion/refresh' }, /need an address each/],
    [{ name: 'legion', title: "Legion's" }, /without quotes/],
    [{ name: 'legion', tokenField: 'a b' }, /The tokenField "a b" must be/],
    [{ name: 'legion', tokenField: 'access_token' }, /something else in the skeleton/],
  ]

  it.each(refused)('refuses %j and says why, with nothing written', async (options, sentence) => {
    await unchangedBy(virtualCheckout(), options, sentence)
  })

  it('writes over nothing', async () => {
    const tree = virtualCheckout()
    await dialect(tree, { name: 'legion' })
    await unchangedBy(tree, { name: 'legion' }, /libs\/dialects\/src\/legion is there already/)
  })

  it.each([
    ['export const others = {}', /no object called formats below its imports/],
    ['export const formats = listed()', /no object called formats below its imports/],
  ])('guesses no place in a list of formats that looks otherwise: %s', async (text, sentence) => {
    const tree = virtualCheckout()
    tree.write(registryPath, `import { listed } from './listed.js'\n\n${text}\n`)
    await unchangedBy(tree, { name: 'legion' }, sentence)
  })

  it('writes no skeleton whose refusals it cannot name', async () => {
    const tree = virtualCheckout()
    tree.write('libs/core/src/refusal.ts', 'export type Refusal = string\n')
    await unchangedBy(tree, { name: 'legion' }, /refusal\.ts has no list of strings called refusals/)
    tree.delete('libs/core/src/refusal.ts')
    await unchangedBy(tree, { name: 'legion' }, /refusal\.ts is not there: run this in a checkout of Tessera/)
  })

  async function unchangedBy(tree, options, sentence) {
    const state = () => JSON.stringify(tree.listChanges())
    const before = state()
    await expect(dialect(tree, options)).rejects.toThrow(sentence)
    expect(state()).toBe(before)
  }
})

it('is the generator that Nx finds under the name of this package', () => {
  const { generators } = JSON.parse(readFileSync(join(root, 'tools/package.json'), 'utf8'))
  const { factory, schema } = JSON.parse(readFileSync(join(root, 'tools', generators), 'utf8')).generators.dialect
  expect(JSON.parse(readFileSync(join(root, 'tools', schema), 'utf8')).required).toEqual(['name'])
  expect(join(root, 'tools', factory)).toBe(join(import.meta.dirname, 'generator.mjs'))
})
