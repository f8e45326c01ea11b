import { createPerson, logIn } from '../http/people.js'
import { expectFit, scan } from './scan.js'
import { expect, signIn, test } from './test.js'

// Colours are the theme's, places the width's: each has its turn, not each with each.
for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 768],
  ['light', 360],
] as const) {
  test(`the pages of an account, and those before it, are free of faults that axe can find: ${colorScheme}, ${width} px`, async ({
    browser,
    api,
    owner,
  }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 850 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

    const look = async (what: string) => {
      await scan(page, what)
      await expectFit(page, what)
    }

    await page.goto('/sign-in?ended=password_changed')
    await press('Sign in')
    await expect(page.getByText('The password must not be empty.')).toBeVisible()
    await look('signing in with nothing')
    await page.goto('/sign-up')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await press('Create account')
    await expect(page.getByText('The password must have at least 8 characters.')).toBeVisible()
    await expect(page.getByLabel('E-mail')).toBeFocused()
    await look('signing up with too little')
    await page.goto('/verify#email=ada@example.com&code=123456')
    await expect(page.getByLabel('Code')).toHaveValue('123456')
    await look('verify')
    await page.goto('/forgot')
    await look('forgot')
    await page.goto('/reset')
    await expect(page.getByLabel('Link')).toBeVisible()
    await look('reset without a link')
    await page.goto('/reset#invitation=x')
    await expect(page.getByRole('heading', { name: 'You are invited' })).toBeVisible()
    await look('an invitation')

    const ada = await createPerson(owner)
    await logIn(api, ada, { device_name: 'هاتف آدا 👩‍💻 '.repeat(8).trim() })
    await signIn(page, ada)
    await page.waitForURL('**/account')
    await look('profile')
    await page.getByRole('link', { name: 'Security' }).click()
    await expect(page.getByRole('region', { name: 'Second factor' })).toBeVisible()
    await look('security')
    await page.getByRole('link', { name: 'Sessions' }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'This session' })).toBeVisible()
    await look('sessions')
    await press('Sign out everywhere else')
    await expect(page.getByText('1 session ended.')).toBeVisible()
    await look('sessions after the others were ended')
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByLabel('Name').fill('Nightly report')
    await press('Create API key')
    await expect(page.getByText('Choose at least one.')).toBeVisible()
    await look('an API key for nothing')
    await page.getByLabel('Introspect tokens').check()
    await press('Create API key')
    await expect(page.getByRole('heading', { name: 'Keep the key of Nightly report' })).toBeVisible()
    await look('an API key')
    await press('I have kept it')
    await press('Revoke Nightly report')
    await page.getByRole('dialog').waitFor()
    await look('the question before a key is revoked')
    await context.close()
  })
}
