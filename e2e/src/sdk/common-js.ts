import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Packages that are no modules of the browser's, by the name under which they are imported, and the file of each. */
export const commonJs: Readonly<Record<string, string>> = {
  react: 'react/cjs/react.production.js',
  'react-dom': 'react-dom/cjs/react-dom.production.js',
  'react-dom/client': 'react-dom/cjs/react-dom-client.production.js',
  scheduler: 'scheduler/cjs/scheduler.production.js',
}

/** The same file as a module, as a bundler would make it. */
export async function asModule(name: string): Promise<string> {
  const [owner = ''] = name.split('/')
  const file = join(dirname(require.resolve(`${owner}/package.json`)), '..', commonJs[name] ?? '')
  const code = await readFile(file, 'utf8')
  const needed = [...new Set(Array.from(code.matchAll(/\brequire\("([\w/-]+)"\)/g), ([, needs = '']) => needs))]
  const names = Object.keys(require(file) as object).filter((exported) => /^\w+$/.test(exported))
  return [
    ...needed.map((needs, i) => `import needed${i} from '${needs}'`),
    `const needed = { ${needed.map((needs, i) => `'${needs}': needed${i}`).join(', ')} }`,
    `const module = { exports: {} }`,
    `;(function (module, exports, require, process) {\n${code}\n})(module, module.exports, (name) => needed[name], { env: {} })`,
    `export default module.exports`,
    `export const { ${names.join(', ')} } = module.exports`,
  ].join('\n')
}
