import type { Receiver } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { changesIn, seenOf } from './changes'

const receiver = {
  ...{ name: 'Orders', form: 'webhook', url: 'https://orders.example/hooks', kinds: ['session_started', 'session_ended'] },
  ...{ audience: null, has_authorization: false },
} as unknown as Receiver
const push = { ...receiver, form: 'set_push', kinds: null, audience: 'orders', has_authorization: true } as unknown as Receiver

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value)
  return form
}
const same = { name: 'Orders', form: 'webhook', url: 'https://orders.example/hooks', kinds: ['session_ended', 'session_started'] }
const samePush = { name: 'Orders', form: 'set_push', url: 'https://orders.example/hooks', audience: '', authorization: '' }

describe('what a form changes of a receiver', () => {
  it('is nothing where all of it was so before, in whatever order', () => {
    expect(changesIn(formOf(same), receiver)).toEqual({})
    expect(changesIn(formOf({ ...samePush, audience: 'orders' }), push)).toEqual({})
  })

  it('is what differs alone', () => {
    expect(changesIn(formOf({ ...same, kinds: ['user_deleted'] }), receiver)).toEqual({ kinds: ['user_deleted'] })
    expect(changesIn(formOf({ ...same, name: ' Shop ' }), receiver)).toEqual({ name: 'Shop' })
  })

  it('takes an authorization away only when that was asked for, and never by leaving its field empty', () => {
    expect(changesIn(formOf(samePush), push)).toEqual({})
    expect(changesIn(formOf({ ...samePush, authorization: 'Bearer new' }), push)).toEqual({ authorization: 'Bearer new' })
    expect(changesIn(formOf({ ...samePush, no_authorization: 'yes' }), push)).toEqual({ authorization: null })
  })
})

it('remembers what somebody saw in the same words, however the events are ordered', () => {
  expect(seenOf(receiver)).toEqual(seenOf({ ...receiver, kinds: ['session_ended', 'session_started'] }))
})
