import { CreateReceiver } from '@tessera/contract'
import { describe, expect, it } from 'vitest'
import { receiverIn } from './receiver-form'

function formOf(fields: Readonly<Record<string, string | readonly string[]>>): FormData {
  const form = new FormData()
  for (const [name, values] of Object.entries(fields)) for (const value of [values].flat()) form.append(name, value)
  return form
}
const typed = {
  name: 'Orders',
  url: ' https://orders.example/hooks ',
  audience: '',
  authorization: '',
  kinds: ['session_ended', 'user_deleted'],
}

describe('a receiver as it was typed', () => {
  it('has of each form what belongs to it, whatever else was typed before another was chosen', () => {
    const receiver = (form: string) => receiverIn(formOf({ ...typed, form, audience: 'orders', authorization: 'Bearer x' }))
    const url = 'https://orders.example/hooks'
    expect(receiver('webhook')).toEqual({ name: 'Orders', form: 'webhook', url, kinds: ['session_ended', 'user_deleted'] })
    expect(receiver('set_push')).toEqual({ name: 'Orders', form: 'set_push', url, audience: 'orders', authorization: 'Bearer x' })
    expect(receiver('set_poll')).toEqual({ name: 'Orders', form: 'set_poll', audience: 'orders' })
  })

  it('is everybody’s only where somebody could choose a company and did not', () => {
    expect(receiverIn(formOf({ ...typed, form: 'set_poll', company_id: '' }))).toMatchObject({ company_id: null })
    expect(receiverIn(formOf({ ...typed, form: 'set_poll', company_id: '7' }))).toMatchObject({ company_id: 7 })
    expect(receiverIn(formOf({ ...typed, form: 'set_poll' }))).not.toHaveProperty('company_id')
  })

  it('is refused by the contract where something is missing, at its field', () => {
    const issues = CreateReceiver.safeParse(receiverIn(formOf({ name: ' ', form: 'webhook', url: 'orders.example' }))).error?.issues
    expect(issues?.map(({ path }) => path[0])).toEqual(['name', 'url', 'kinds'])
  })
})
