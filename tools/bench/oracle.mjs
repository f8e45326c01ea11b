/** The ways in that must not tell which addresses have an account, and the status that every address gets. */
export const waysIn = [
  { name: 'log in', path: '/v1/sessions', status: 401, body: (email) => ({ email, password: 'a wrong guess' }) },
  { name: 'sign up', path: '/v1/users', status: 202, body: (email) => ({ email, password: 'a good enough passphrase' }) },
  { name: 'forgot', path: '/v1/password/forgot', status: 202, body: (email) => ({ email }) },
]

/**
 * Asks for each address with an account, and for one without beside it, one after the other; who is asked first changes.
 *
 * @returns milliseconds of each answer
 */
export async function askInTurn(origin, way, known) {
  const times = { known: [], unknown: [] }
  for (const [turn, email] of known.entries()) {
    const pair = [
      ['known', email],
      ['unknown', `${way.name.replace(' ', '-')}-nobody-${turn}@example.com`],
    ]
    for (const [kind, address] of turn % 2 === 0 ? pair : pair.toReversed()) times[kind].push(await ask(origin, way, address))
  }
  return times
}

async function ask(origin, { path, status, body }, email) {
  const began = performance.now()
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body(email)),
  })
  await answer.arrayBuffer()
  const took = performance.now() - began
  if (answer.status !== status) throw new Error(`${path} answered ${answer.status}`)
  return took
}
