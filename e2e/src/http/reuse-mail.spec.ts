import { routes } from '@tessera/contract'
import { mailsTo, mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { createPerson, logIn, refresh, refusedRefresh } from './people.js'
import { expect, test } from './test.js'

test('whoever’s session was ended for reuse is told so by mail, once, with the device and where to look', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const login = await logIn(api, ada, { device_name: 'Ada’s <phone>' })
  const newest = await refresh(api, await refresh(api, await refresh(api, login)))
  expect(await refusedRefresh(api, login)).toMatchObject({ status: 401 })
  expect(await refusedRefresh(api, newest)).toMatchObject({ status: 401 })

  const mail = await mailTo(sharedSystem(), ada.email, 'reuse_detected')
  expect(mail.text).toContain('Ada’s <phone>')
  expect(mail.link).toBe(`${sharedSystem().consoleUrl}/account/sessions`)
  expect(mail.subject).not.toContain('phone')
  expect(mail.text).not.toContain(login.refresh_token)
})

test('a login on another device is told to the account’s owner; the first, and the same again, are not', async ({ api, owner }) => {
  const ada = await createPerson(owner)
  const [phone, laptop] = [{ device_id: 'phone-1' }, { device_id: 'laptop-1', device_name: 'Laptop' }]
  for (const device of [phone, phone, laptop, laptop]) await logIn(api, ada, device)
  expect((await mailTo(sharedSystem(), ada.email, 'new_device')).text).toContain('Laptop')

  // Mails to one user go out in order: once the reset's is there, no other was left behind.
  await api.call(routes.forgotPassword, { body: { email: ada.email } })
  expect((await mailTo(sharedSystem(), ada.email, 'password_reset')).link).toContain('/reset#token=')
  expect(mailsTo(sharedSystem(), ada.email).map(({ kind }) => kind)).toEqual(['new_device', 'password_reset'])
})
