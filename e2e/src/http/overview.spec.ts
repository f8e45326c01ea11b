import { type Change, type LogEvent, routes } from '@tessera/contract'
import { createPerson, logIn, refresh } from './people.js'
import { expect, test } from './test.js'

test('the stream tells an administrator of each login and end as it happens, and ends with the session that follows it', async ({
  api,
  owner,
}) => {
  const support = await createPerson(owner, ['support'])
  const session = await logIn(api, support)
  const response = await fetch(`${api.url}${routes.stream.path}`, { headers: { authorization: `Bearer ${session.access_token}` } })
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  const changes: Change[] = []
  const over = (async () => {
    let text = ''
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      const blocks = `${text}${piece}`.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1]
        if (data !== undefined) changes.push(JSON.parse(data) as Change)
      }
    }
  })()
  const ada = await createPerson(owner)
  const login = await logIn(api, ada)
  await api.as(login).call(routes.endMySession, { params: { id: login.session_id } })
  await expect
    .poll(() => changes.filter(({ user_id }) => user_id === ada.id).map(({ kind, reason }) => reason ?? kind))
    .toEqual(['user_created', 'session_started', 'revoked_by_user'])
  await owner.call(routes.revokeSession, { params: { id: session.session_id }, body: {} })
  await over
})

test('the overview adds up what happened', async ({ api, owner }) => {
  const before = (await owner.call(routes.overview)).totals
  const ada = await createPerson(owner)
  await refresh(api, await logIn(api, ada))
  await api.refused(routes.logIn, { body: { email: ada.email, password: 'not the password' } })
  // Others log in beside this test.
  await expect
    .poll(async () => {
      const { logins, refreshes, failed_logins } = (await owner.call(routes.overview)).totals
      return logins > before.logins && refreshes > before.refreshes && failed_logins > before.failed_logins
    })
    .toBe(true)
})

test('an export of the event log is one JSON object a line, or a table, and is in the log itself', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  await logIn(api, ada)
  const exported = async (format: 'csv' | 'jsonl') => {
    const { status, headers, body } = await owner.send(routes.exportEvents, { search: `format=${format}&user_id=${ada.id}` })
    expect([status, headers.get('content-disposition')]).toEqual([200, `attachment; filename="events.${format}"`])
    return String(body)
  }
  const lines = (await exported('jsonl')).trimEnd().split('\n')
  const { items } = await owner.call(routes.listEvents, { query: { user_id: ada.id } })
  expect(lines.map((line) => JSON.parse(line) as LogEvent)).toEqual(items)
  const table = (await exported('csv')).split('\r\n')
  expect(table[0]).toContain('id,at,kind')
  expect(table).toHaveLength(items.length + 2)
  const logged = await owner.call(routes.listEvents, { query: { kind: 'events_exported' } })
  expect(logged.items[0]?.details).toEqual({ format: 'csv', user_id: ada.id })
})
