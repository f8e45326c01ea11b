import { routes } from '@tessera/contract'
import { createPerson } from '../http/people.js'
import { expect, signedIn, signIn, test } from './test.js'

test('a wrong password and an unknown address get the same words', async ({ page, owner }) => {
  const person = await createPerson(owner, ['auditor'])
  for (const email of [person.email, `nobody-${person.email}`]) {
    await signIn(page, { email, password: 'not the password' })
    await expect(page.getByText('E-mail or password is wrong. You were not signed in.')).toBeVisible()
    await page.goto('/sign-in')
  }
})

test('an account without a role lands on its own pages, and sees no others', async ({ page, owner }) => {
  const person = await createPerson(owner)
  await signIn(page, person)
  await expect(page).toHaveURL(/\/account$/)
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0)
  await page.goto('/sessions')
  await expect(page.getByRole('heading', { name: 'Your account has no role here' })).toBeVisible()
  await page.getByRole('link', { name: 'Go to your account' }).click()
  await expect(page).toHaveURL(/\/account$/)
  await page.goto('/')
  await expect(page).toHaveURL(/\/account$/)
})

test('a browser is known again at its next login, by a name that no script can read', async ({ page, owner }) => {
  const person = await createPerson(owner)
  const devices = async () => {
    const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
    return items.map(({ device }) => device.id)
  }
  await signIn(page, person)
  await page.waitForURL('**/account')
  await page.getByRole('button', { name: `Account ${person.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in**')
  await signIn(page, person)
  await page.waitForURL('**/account')
  const [newer, older] = await devices()
  expect(newer).toMatch(/^[\w-]{22}$/)
  expect(newer).toBe(older)
  expect(await page.evaluate(() => document.cookie)).not.toContain(newer)
})

test('a page that was asked for opens after signing in, and no other site does', async ({ page, owner }) => {
  const person = await createPerson(owner, ['auditor'])
  await page.goto('/sessions?state=ended')
  await expect(page).toHaveURL(/\/sign-in/)
  await signIn(page, person)
  await expect(page).toHaveURL(/\/sessions\?state=ended$/)

  await page.context().clearCookies()
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signIn(page, person)
    await page.waitForURL('**/overview')
    await page.context().clearCookies()
  }
})

test('tokens never reach the page: they are in a cookie that scripts cannot read, and sealed', async ({ page, owner }) => {
  await signIn(page, await createPerson(owner, ['owner']))
  await page.waitForURL('**/overview')
  const cookies = (await page.context().cookies()).filter(({ name }) => name.includes('tessera'))
  expect(cookies.map(({ name }) => name).sort()).toEqual(['tessera-console', 'tessera-device'])
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    expect(cookie.value).not.toContain('tessera_rt_')
  }
  const seen = await page.evaluate(
    () => document.documentElement.innerHTML + JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie,
  )
  expect(seen).not.toContain('tessera_rt_')
  expect(seen).not.toMatch(/eyJ[\w-]+\.eyJ/)
})

test('every page has a policy under which only its own scripts run', async ({ page, owner, complaints }) => {
  const signInPage = await page.goto('/sign-in')
  await signedIn(page, owner)
  const sessions = await page.goto('/sessions')
  const nonces = [signInPage, sessions].map((response) => {
    const policy = response?.headers()['content-security-policy'] ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'/)
    return /'nonce-([^']+)'/.exec(policy)?.[1]
  })
  expect(new Set(nonces).size).toBe(2)
  expect(nonces).not.toContain(undefined)
  const ran = await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<img src="x" onerror="window.broken = 1">' }))
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done('broken' in window))))
  })
  expect(ran).toBe(false)
  // The browser says that it stopped the script: the one complaint that is wanted.
  expect(complaints.splice(0).join()).toContain('Content Security Policy')
})

test('signing out ends the session and closes the pages', async ({ page, owner }) => {
  const person = await signedIn(page, owner)
  await page.goto(`/sessions?q=${person.email}`)
  const noted = () => page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('tessera-')))
  await expect.poll(noted).not.toEqual([])
  await page.getByRole('button', { name: `Account ${person.email}` }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByText('You are signed out.')).toBeVisible()
  // What was searched for is nothing for whoever is next.
  expect(await noted()).toEqual([])
  const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
  expect(items.map(({ end }) => end?.reason)).toEqual(['logout'])
  await page.goto('/sessions')
  await expect(page).toHaveURL(/\/sign-in/)
})

test('somebody whose session was ended elsewhere is told why at the next page', async ({ page, owner }) => {
  const person = await signedIn(page, owner)
  await page.goto('/sessions')
  const { items } = await owner.call(routes.listSessions, { query: { user_id: person.id } })
  await owner.call(routes.revokeSession, { params: { id: items[0]?.id ?? '' } })
  await page.reload()
  await expect(page.getByText('You were signed out because an administrator ended this session.')).toBeVisible()
})

test('a write from another site does nothing', async ({ page, owner }) => {
  await signedIn(page, owner)
  const answer = await page.request.post('/sessions', { headers: { origin: 'https://evil.example', 'next-action': 'x' }, data: '[]' })
  expect(answer.status()).toBe(403)
})

test('a form that cannot be read is refused, and is no fault of the console', async ({ page }) => {
  await page.goto('/sign-in')
  const headers = { origin: new URL(page.url()).origin, 'content-type': 'multipart/form-data' }
  const answer = await page.request.post('/sign-in', { headers, data: 'email=ada' })
  expect([answer.status(), await answer.text()]).toEqual([400, 'This form cannot be read, so nothing was done.'])
})

test('of a form that is larger than any of ours no more is kept, whoever sends it', async ({ page }) => {
  await page.goto('/sign-in')
  const headers = { origin: new URL(page.url()).origin, 'content-type': 'multipart/form-data; boundary=x' }
  const data = `--x\r\nContent-Disposition: form-data; name="email"\r\n\r\n${'a'.repeat(1_000_000)}\r\n--x--\r\n`
  const answer = await page.request.post('/sign-in', { headers, data })
  expect([answer.status(), await answer.text()]).toEqual([400, 'This form cannot be read, so nothing was done.'])
})
