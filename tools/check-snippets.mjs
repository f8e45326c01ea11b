// The code in what teams read is code of this repository, which compiles and is tested: a block names its file, and says what stands there.
// With --write the documents are brought up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from './root.mjs'

const documents = [
  ...['contract', 'sdk', 'verifier'].map((lib) => `libs/${lib}/README.md`),
  ...readdirSync(join(root, 'examples')).map((example) => `examples/${example}/README.md`),
  'docs/guides/extending.md',
]
/** ```ts file=apps/api/src/extensions.ts#Extensions */
const blocks = /^(?<indent> *)```(?<language>tsx?) file=(?<file>[^\s#]+)(?:#(?<name>\w+))?\n(?<code>.*?)^ *```$/gms

const faults = []
let checked = 0
for (const document of documents) {
  const text = read(document)
  const fresh = text.replace(blocks, (...found) => {
    const { indent, language, file, name } = found.at(-1)
    checked += 1
    const code = snippetOf(file, name).replaceAll(/^(?=.)/gm, indent)
    return `${indent}\`\`\`${language} file=${file}${name ? `#${name}` : ''}\n${code}${indent}\`\`\``
  })
  const nameless = document.startsWith('docs/') ? [...fresh.matchAll(/^ *```tsx?$/gm)] : []
  if (nameless.length > 0) faults.push(`${document} has ${nameless.length} pieces of code that name no file`)
  if (fresh === text) continue
  if (process.argv.includes('--write')) writeFileSync(join(root, document), fresh)
  else faults.push(`${document} says something else than the files that it names: run node tools/check-snippets.mjs --write`)
}
if (checked === 0) faults.push('no code was found')
for (const fault of faults) console.error(fault)
console.log(`${checked} pieces of code compared, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`)
process.exitCode = faults.length === 0 ? 0 : 1

/** A whole file, or what one declaration of it says, with its comment. */
function snippetOf(file, name) {
  const text = read(file)
  if (name === undefined) return text
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const found = source.statements.find((statement) => namesIn(statement).includes(name))
  if (!found) {
    faults.push(`${file} has no ${name}`)
    return ''
  }
  return `${text.slice(found.getStart(source, true), found.end)}\n`
}

function namesIn(statement) {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText())
  return statement.name ? [statement.name.getText()] : []
}

function read(file) {
  return readFileSync(join(root, file), 'utf8')
}
