import ts from 'typescript'
import { constantIn, sourceOf } from './words.mjs'

export const dialects = 'libs/dialects/src'

/** Where the wire formats are listed. */
export const registryPath = `${dialects}/formats.ts`

/**
 * The text of the list with one format more: an import, and an entry at the end of `formats`. It is put where the compiler sees the
 * ends of the two, so that comments and line breaks do not matter; the formatter does the rest.
 *
 * @throws when the list does not look as it did, or has the name
 */
export function withFormat(tree, { name, identifier }) {
  const source = sourceOf(tree, registryPath)
  const formats = constantIn(source, 'formats')
  const lastImport = source.statements.findLast(ts.isImportDeclaration)
  if (!lastImport || !formats || !ts.isObjectLiteralExpression(formats)) {
    throw new Error(`${registryPath} has no object called formats below its imports: the list of wire formats is not where it was.`)
  }
  if (formats.properties.some((property) => property.name?.text === name)) {
    throw new Error(`${registryPath} lists "${name}" already.`)
  }
  const lastEntry = formats.properties.at(-1)
  const end = lastEntry ? lastEntry.end : formats.getStart() + 1
  const { text } = source
  return [
    text.slice(0, lastImport.end),
    `\nimport { ${identifier} } from './${name}/routes.js'`,
    text.slice(lastImport.end, end),
    `${lastEntry ? ',' : ''}\n'${name}': () => ${identifier}`,
    text.slice(end),
  ].join('')
}
