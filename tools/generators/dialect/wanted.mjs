import ts from 'typescript'
import { dialects } from './registry.mjs'

/** What `DIALECTS` says when it names no format, and what the skeleton calls something else. */
const notNames = ['none', 'error', 'refresh']

/**
 * The options with their defaults.
 *
 * @throws with a sentence that names the option which does not fit
 */
export function wanted(tree, { name, title = titleOf(name), path = `/${name}/refresh`, tokenField = 'refresh_token', loginPath }) {
  const identifier = name.replace(/-+(.?)/g, (_, next) => next.toUpperCase())
  demand(/^[a-z][a-z0-9-]*$/.test(name), `"${name}" is no name for a wire format: it must match [a-z][a-z0-9-]*, such as acme.`)
  demand(!notNames.includes(name) && !isKeyword(identifier), `"${name}" cannot be a wire format’s name: the word has a meaning already.`)
  for (const taken of [`${dialects}/${name}`, `${dialects}/${name}.ts`]) {
    demand(!tree.exists(taken), `${taken} is there already: choose another name, or remove it first.`)
  }
  demand(
    /^[^\s'"`\\<>]+( [^\s'"`\\<>]+)*$/.test(title),
    `The title "${title}" must be words without quotes, backslashes or angle brackets.`,
  )
  demandPath('path', path)
  if (loginPath !== undefined) demandPath('loginPath', loginPath)
  demand(loginPath !== path, 'path and loginPath are the same: a refresh and a login need an address each.')
  demand(/^[A-Za-z_][\w-]*$/.test(tokenField), `The tokenField "${tokenField}" must be letters, digits, "_" and "-".`)
  demand(!['access_token', 'expires_in'].includes(tokenField), `The tokenField "${tokenField}" is something else in the skeleton’s answer.`)
  return { name, identifier, title, path, tokenField, loginPath }
}

function titleOf(name) {
  const words = name.split('-').filter(Boolean)
  return words.map((word) => word[0].toUpperCase() + word.slice(1)).join(' ')
}

function isKeyword(identifier) {
  return ts.identifierToKeywordKind(ts.factory.createIdentifier(identifier)) !== undefined
}

/** As `libs/dialects` demands of every format: not where the server’s own addresses are, and unreserved characters (RFC 3986 §2.3), so that a router reads nothing into them. */
function demandPath(option, path) {
  demand(
    /^(\/(?!\.+(\/|$))[\w.~-]+)+$/.test(path),
    `The ${option} "${path}" must be a path such as /acme/refresh, without a slash at the end.`,
  )
  const [own] = /^\/(oauth|health|v1\/admin)(?=\/|$)/.exec(path) ?? []
  demand(own === undefined, `The ${option} "${path}" is under ${own}, where the server’s own addresses are: say another with --${option}.`)
}

function demand(holds, sentence) {
  if (!holds) throw new Error(sentence)
}
