import { routes } from '@tessera/contract'
import { createPerson, logIn, refusedRefresh, uniqueName } from '../http/people.js'
import { mailTo } from '../system/outbox.js'
import { sharedSystem } from '../system/system.js'
import { expectFit, scan } from './scan.js'
import { actOn, expect, findUser, openUser, pressFirst, rowOf, signedIn, test, told } from './test.js'

test('finds a user by address and id, and the row opens their page', async ({ page, api, owner }) => {
  const ada = await createPerson(owner, ['support'])
  const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  await logIn(api.with({ 'user-agent': firefox }), ada, { device_name: 'Ada’s phone' })
  await signedIn(page, owner)
  await page.goto('/sessions')
  await page.getByRole('link', { name: 'Users', exact: true }).click()
  for (const text of [ada.email.slice(0, -8), ada.id]) {
    await findUser(page, text)
    await expect(page.getByRole('row')).toHaveCount(2)
    await expect(rowOf(page, ada)).toContainText('Active')
    await expect(rowOf(page, ada)).toContainText('Support')
  }
  await rowOf(page, ada).getByRole('cell').nth(2).click()
  await expect(page.getByRole('heading', { name: ada.email, level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'About' })).toContainText(ada.id)
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('The account was created')
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('Firefox 145 on Linux')
  await expect(page.getByRole('region', { name: 'Events' })).not.toContainText('Mozilla/')
  await page.getByRole('region', { name: 'Sessions' }).getByRole('link', { name: 'Ada’s phone' }).click()
  await page.getByRole('region', { name: 'Who' }).getByRole('link', { name: ada.email }).click()
  await expect(page.getByRole('heading', { name: ada.email, level: 1 })).toBeVisible()
})

test('finds a user by name, from the list and from the palette', async ({ page, owner }) => {
  const maria = await createPerson(owner)
  const family = uniqueName('gonzáles')
  await owner.call(routes.updateUser, { params: { id: maria.id }, body: { name: `María ${family}` } })
  await signedIn(page, owner)
  await page.goto('/users')
  const typed = `${family.replace('á', 'a').toUpperCase()} mar`
  await findUser(page, typed)
  await expect(page.getByRole('row')).toHaveCount(2)
  for (const width of [390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 })
    await expect(rowOf(page, maria).getByText(`María ${family}`).filter({ visible: true }), `${width} px`).toHaveCount(1)
  }
  await findUser(page, `${typed} x`)
  await expect(page.getByRole('heading', { name: 'No user matches' })).toBeVisible()

  await page.goto('/overview')
  const palette = page.getByRole('combobox', { name: 'Command palette' })
  await pressFirst(page, 'Control+k', (within) => expect(palette).toBeFocused(within))
  await palette.fill(typed)
  await page.getByRole('option', { name: `Search users for “${typed}”` }).click()
  await expect(rowOf(page, maria)).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(2)
})

test('filters stand as chips, are in the address, and go away again', async ({ page, owner }) => {
  const beginning = uniqueName('grace')
  const grace = await createPerson(owner, ['auditor'], beginning)
  await owner.call(routes.updateUser, { params: { id: grace.id }, body: { disabled: true } })
  await signedIn(page, owner)
  await page.goto(`/users?q=${beginning}`)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByLabel('State', { exact: true }).selectOption('Disabled')
  await page.getByLabel('Role', { exact: true }).selectOption('Auditor')
  await page.getByRole('button', { name: 'Apply filters' }).click()
  await page.waitForURL((url) => url.searchParams.get('state') === 'disabled' && url.searchParams.get('role') === 'auditor')
  await expect(rowOf(page, grace)).toContainText('Disabled')

  await page.goto(`/users?q=${beginning}&state=active`)
  await expect(page.getByRole('heading', { name: 'No user matches' })).toBeVisible()
  await expect(page.getByText('The search takes a name')).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter State: Active' }).click()
  await expect(rowOf(page, grace)).toBeVisible()
})

test('invites a user by mail, who sets a password with the link; and creates one with a password', async ({ page, owner }) => {
  const [invited, created] = [`${uniqueName('hedy')}@example.com`, `${uniqueName('mary')}@example.com`]
  await signedIn(page, owner)
  await page.goto('/users')
  await page.getByRole('button', { name: 'Invite user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(dialog.getByText('The e-mail must not be empty.')).toBeVisible()
  await expect(dialog.getByLabel('E-mail')).toBeFocused()
  await dialog.getByLabel('E-mail').fill(invited)
  await dialog.getByLabel('Name').fill('Hedy 🎬 Lamarr')
  await dialog.getByLabel('Support').check()
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(told(page, `A link to set a password is on its way to ${invited}.`)).toBeVisible()
  await expect(rowOf(page, { email: invited })).toContainText('Invited')
  expect((await mailTo(sharedSystem(), invited, 'invitation')).link).toContain('/reset#')

  await rowOf(page, { email: invited }).getByRole('link').click()
  await actOn(page, 'Send the invitation again')
  await expect(told(page, `A link that works is on its way to ${invited}, or has just been sent.`)).toBeVisible()

  await page.goto('/users')
  await page.getByRole('button', { name: 'Invite user' }).click()
  await dialog.getByLabel('E-mail').fill(created)
  await dialog.getByLabel('Set one here').check()
  await dialog.getByLabel('Password', { exact: true }).fill('three odd words, nobody else')
  await dialog.getByRole('button', { name: 'Create user' }).click()
  await expect(rowOf(page, { email: created })).toContainText('Active')

  await page.getByRole('button', { name: 'Invite user' }).click()
  await dialog.getByLabel('E-mail').fill(created.toUpperCase())
  await dialog.getByRole('button', { name: 'Send invitation' }).click()
  await expect(dialog.getByText('A user with this e-mail exists.')).toBeVisible()
})

test('disabling signs a user out everywhere, and the next refresh is told why; enabling lets them in again', async ({
  page,
  api,
  owner,
}) => {
  const ada = await createPerson(owner)
  const tokens = await logIn(api, ada)
  await owner.call(routes.createApiKey, { body: { user_id: ada.id, name: 'Nightly report', scopes: ['introspect'] } })
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('button', { name: 'Disable user' }).click()
  await expect(page.getByRole('dialog')).toContainText('Signs out 1 session at once.')
  await expect(page.getByRole('dialog')).toContainText('their API keys do not work')
  await page.getByRole('dialog').getByRole('button', { name: 'Disable user' }).click()
  await expect(told(page, `${ada.email} is signed out everywhere.`)).toBeVisible()
  await expect(page.getByRole('region', { name: 'About' })).toContainText('Disabled')
  await expect(page.getByRole('region', { name: 'About' })).toContainText('They do not work while the user is disabled')
  await expect(page.getByRole('region', { name: 'Sessions' })).toContainText('Ended')
  expect(await refusedRefresh(api, tokens)).toMatchObject({ code: 'session_ended', reason: 'user_disabled' })
  expect(await api.refused(routes.logIn, { body: { email: ada.email, password: ada.password } })).toMatchObject({ status: 401 })

  await page.getByRole('link', { name: '1 API key live' }).click()
  await expect(page.getByRole('row', { name: 'Nightly report' })).toContainText('On hold')
  await page.getByRole('link', { name: 'Nightly report' }).click()
  await expect(page.getByRole('main')).toContainText('It does not work while its user is disabled, and works again afterwards.')
  await scan(page, 'an API key on hold')
  await openUser(page, ada)

  await actOn(page, 'Enable user')
  await expect(told(page, `${ada.email} can sign in again.`)).toBeVisible()
  await logIn(api, ada)
  expect(await refusedRefresh(api, tokens)).toMatchObject({ code: 'session_ended' })
})

test('deleting asks for the address, erases what is personal and keeps what happened', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const tokens = await logIn(api, ada)
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('button', { name: 'Delete user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Delete user' }).click()
  await expect(dialog.getByText('This is not the user’s address.')).toBeVisible()
  await dialog.getByLabel('To be sure').fill(ada.email)
  await dialog.getByRole('button', { name: 'Delete user' }).click()
  await expect(page.getByRole('heading', { name: 'Deleted user', level: 1 })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('main')).toContainText(ada.id)
  await expect(page.getByRole('main')).not.toContainText(ada.email)
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('Deleted, and what was personal erased')
  await expect(page.getByRole('region', { name: 'Actions' })).toHaveCount(0)
  expect(await refusedRefresh(api, tokens)).toMatchObject({ code: 'session_ended', reason: 'user_deleted' })
})

test('a reset takes the password away and mails a link', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const tokens = await logIn(api, ada)
  await signedIn(page, owner)
  await openUser(page, ada)
  await actOn(page, 'Reset password')
  await expect(told(page, `A link to set a new one is on its way to ${ada.email}.`)).toBeVisible()
  expect(await refusedRefresh(api, tokens)).toMatchObject({ code: 'session_ended' })
  expect(await api.refused(routes.logIn, { body: { email: ada.email, password: ada.password } })).toMatchObject({ status: 401 })
  expect((await mailTo(sharedSystem(), ada.email, 'password_reset_forced')).link).toContain('/reset#')
})

test('changes name, roles and company, and the event log says what became of what', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  const company = await owner.call(routes.createCompany, { body: { name: uniqueName('Orchard') } })
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('button', { name: 'Edit user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('שלום <b>Ada</b>')
  await dialog.getByLabel('Auditor').check()
  const field = dialog.getByLabel(/^Company/)
  if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(String(company.id))
  else await field.fill(String(company.id))
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  const about = page.getByRole('region', { name: 'About' })
  await expect(about).toContainText('שלום <b>Ada</b>')
  await expect(about).toContainText('Auditor')
  await expect(about).toContainText(company.name)
  await expect(page.getByRole('region', { name: 'Events' })).toContainText('roles: none → auditor')
})

test('two administrators at once: the second learns what the first did, and does nothing by accident', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  const { email: first } = await owner.call(routes.me)
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('button', { name: 'Edit user' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Ada')
  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { roles: ['support'] } })
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByRole('alert')).toContainText(`Meanwhile ${first} changed the roles of this user.`)
  expect(await owner.call(routes.readUser, { params: { id: ada.id } })).toMatchObject({ name: null, roles: ['support'] })
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Disable user' }).click()
  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { disabled: true } })
  await dialog.getByRole('button', { name: 'Disable user' }).click()
  await expect(told(page, 'Changed meanwhile')).toBeVisible()
  await expect(told(page, `Meanwhile ${first} disabled this user. Nothing else was changed.`)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Enable user' })).toBeVisible()
})

test('a question with a long address keeps its buttons in reach, wide and narrow', async ({ page, owner }) => {
  const ada = await createPerson(owner, [], 'a'.repeat(53))
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('button', { name: 'Delete user' }).click()
  for (const width of [1440, 375]) {
    await page.setViewportSize({ width, height: 900 })
    for (const name of ['Cancel', 'Delete user']) {
      await expect(page.getByRole('dialog').getByRole('button', { name })).toBeInViewport({ ratio: 1 })
    }
  }
})

test('a form in a dialog begins with its first field, and a click beside it throws nothing away that was typed', async ({
  page,
  owner,
}) => {
  const ada = await createPerson(owner)
  await signedIn(page, owner)
  await page.goto('/users')
  const dialog = page.getByRole('dialog')
  const invite = page.getByRole('button', { name: 'Invite user' })
  await invite.click()
  await expect(dialog.getByLabel('E-mail')).toBeFocused()
  // It listens to what is pressed beside it a moment after it has the focus.
  await expect(async () => {
    await page.mouse.click(5, 5)
    await expect(dialog).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  await invite.click()
  await expect(dialog.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type('hedy@')
  await page.mouse.click(5, 5)
  await expect(dialog.getByLabel('E-mail')).toHaveValue('hedy@')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)

  await openUser(page, ada)
  await page.getByRole('button', { name: 'Disable user' }).click()
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
})

test('ends every session of a user from their page', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const session = await logIn(api, ada)
  await signedIn(page, owner)
  await openUser(page, ada)
  await page.getByRole('link', { name: 'Revoke every session' }).click()
  await expect(page.getByText(`Everything of the user ${ada.email}`)).toBeVisible()
  await page.getByLabel('Type the e-mail or id of the user').fill(ada.email)
  await page.getByRole('button', { name: 'Revoke everything' }).click()
  await expect(page.getByRole('heading', { name: '1 session ended.' })).toBeVisible({ timeout: 20_000 })
  await refusedRefresh(api, session)
})

test('from a user’s page the event log says what they did, and what happened to them', async ({ page, api, owner }) => {
  const ada = await createPerson(owner)
  const colleague = await signedIn(page, owner)
  const { access_token } = await logIn(api, colleague)
  await api.with({ authorization: `Bearer ${access_token}` }).call(routes.updateUser, { params: { id: ada.id }, body: { name: 'Ada' } })
  await openUser(page, colleague)
  const events = page.getByRole('region', { name: 'Events' })
  await events.getByRole('link', { name: 'What they did' }).click()
  await expect(rowOf(page, ada)).toHaveCount(1)
  await openUser(page, ada)
  await events.getByRole('link', { name: 'Find in events' }).click()
  await expect(page).toHaveURL(`/events?user_id=${ada.id}`)
  await expect(rowOf(page, ada).filter({ hasText: colleague.email })).toHaveCount(1)
})

test('works by keyboard alone', async ({ page, owner }) => {
  const ada = await createPerson(owner)
  await signedIn(page, owner)
  await page.goto('/users')
  await page.getByRole('row').nth(1).waitFor()
  await pressFirst(page, '/', (within) => expect(page.getByRole('searchbox', { name: 'Search users' })).toBeFocused(within))
  await page.keyboard.type(ada.email)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await expect(rowOf(page, ada).getByRole('link', { name: ada.email })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: ada.email, level: 1 })).toBeVisible()
  const disable = page.getByRole('button', { name: 'Disable user' })
  await disable.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(disable).toBeFocused()
})

test('hostile and long names are text, and no page gets wider than the window', async ({ browser, owner }) => {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  await signedIn(page, owner)
  const name = '<img src=x onerror=alert(1)> ערב evil 🧙‍♀️ '.repeat(3) + 'x'.repeat(60)
  const ada = await createPerson(owner, ['owner', 'admin', 'support', 'auditor'], `a-${'very-long-'.repeat(4)}`)
  await owner.call(routes.updateUser, { params: { id: ada.id }, body: { name } })
  for (const path of [`/users?q=${encodeURIComponent(ada.email)}`, `/users/${ada.id}`, '/companies']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page
      .getByRole('row')
      .nth(path === `/users/${ada.id}` ? 0 : 1)
      .or(page.getByText('No sessions.'))
      .first()
      .waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), path).toBe(0)
  }
  await context.close()
})

test('pages fit a window of 320 px with the spacing of text that WCAG 1.4.12 lets people set', async ({ page, owner }) => {
  await page.setViewportSize({ width: 320, height: 740 })
  const person = await signedIn(page, owner)
  for (const path of ['/overview', `/users/${person.id}`, '/companies/1', '/clients/tessera']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    await page.evaluate(setWider)
    await expectFit(page, path)
  }
  await page.goto('/users')
  await rowOf(page, person).waitFor()
  await page.evaluate(setWider)
  const cut = await page.locator('td time').evaluateAll((times) =>
    times.filter((time) => {
      time.firstElementChild?.replaceChildren('12 months ago')
      return time.checkVisibility() && time.scrollWidth > time.clientWidth
    }),
  )
  expect(cut).toHaveLength(0)
})

function setWider(): void {
  const spacing = new CSSStyleSheet()
  spacing.replaceSync('* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }')
  document.adoptedStyleSheets = [spacing]
}
