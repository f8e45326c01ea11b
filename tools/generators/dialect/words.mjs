import ts from 'typescript'

/**
 * The strings of `export const <name> = [...] as const` in a file of the workspace: read as source, so that nothing has to be built.
 *
 * @throws when there is no such list
 */
export function wordsIn(tree, path, name) {
  const list = constantIn(sourceOf(tree, path), name)
  if (!list || !ts.isArrayLiteralExpression(list) || !list.elements.every(ts.isStringLiteral)) {
    throw new Error(`${path} has no list of strings called ${name}: the skeleton cannot name what needs a word.`)
  }
  return list.elements.map(({ text }) => text)
}

/** @throws when the file is not there */
export function sourceOf(tree, path) {
  const text = tree.read(path, 'utf8')
  if (text === null) throw new Error(`${path} is not there: run this in a checkout of Tessera.`)
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}

/** What a constant at the top of a file is initialised with, without `as const` and `satisfies …`; undefined when there is none. */
export function constantIn(source, name) {
  const declarations = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => [...declarationList.declarations])
  let value = declarations.find((declaration) => declaration.name.getText() === name)?.initializer
  while (value && (ts.isAsExpression(value) || ts.isSatisfiesExpression(value))) value = value.expression
  return value
}
