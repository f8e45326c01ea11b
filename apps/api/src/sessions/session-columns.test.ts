import type { AdminSession } from '@tessera/contract'
import { expect, it } from 'vitest'
import { sessionColumns } from './session-columns.js'

const session: AdminSession = {
  ...{ id: 'id', state: 'ended', dialect: 'dialect', refresh_count: 7, current: true },
  end: { at: 'end.at', reason: 'logout', limit: 'idle', by: { id: 'end.by.id', email: 'end.by.email' } },
  client: { id: 'client.id', name: 'client.name' },
  user: { id: 'user.id', email: 'user.email', name: 'user.name' },
  company: { id: 2, name: 'company.name' },
  ...{ started_at: 'started_at', last_seen_at: 'last_seen_at', expires_at: 'expires_at', absolute_end_at: 'absolute_end_at' },
  ...{ ip: 'ip', last_ip: 'last_ip' },
  place: { country_code: 'IT', country: 'Italy' },
  last_place: { country_code: 'FR', country: 'France' },
  device: { id: 'device.id', name: 'device.name', browser: 'browser', system: 'system', kind: 'tablet', user_agent: 'user_agent' },
}

it('a table of sessions has all that a session shows, but for what other columns say', () => {
  const row = sessionColumns.map(([, cell]) => cell(session))
  expect(shownIn(session).filter((value) => !row.includes(value as string))).toEqual([true, 'Italy', 'France', 'tablet'])
})

function shownIn(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(shownIn) : [value]
}
