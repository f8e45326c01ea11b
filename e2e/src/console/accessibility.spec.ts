import { createPerson, logIn, refresh, refusedRefresh } from '../http/people.js'
import { expectFit, scan } from './scan.js'
import { expect, rowOf, search, signedIn, test } from './test.js'

// Colours are the theme's, places the width's: each has its turn, not each with each.
for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 1024],
  ['light', 360],
] as const) {
  test(`every page is free of faults that axe can find: ${colorScheme}, ${width} px`, async ({ browser, api, owner }) => {
    test.slow()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto('/sign-in')
    await scan(page, 'sign in')

    const ada = await createPerson(owner)
    const active = await logIn(api, ada, { device_name: 'Ada’s phone' })
    const stolen = await logIn(api, ada)
    await refresh(api, await refresh(api, await refresh(api, stolen)))
    expect(await refusedRefresh(api, stolen)).toMatchObject({ reason: 'reuse_detected' })

    await signedIn(page, owner)
    await page.goto('/sessions')
    await page.getByRole('row').nth(1).waitFor()
    await scan(page, 'sessions')
    await search(page, ada.email)
    await expect(rowOf(page, ada)).toHaveCount(2)
    await scan(page, 'sessions of one person')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await scan(page, 'the filters')
    await page.keyboard.press('Escape')
    await search(page, 'nobody-at-all@example.com')
    await page.getByRole('heading', { name: 'No session matches' }).waitFor()
    await scan(page, 'nothing found')

    await page.goto(`/sessions/${active.session_id}`)
    await page.getByRole('heading', { name: `Session of ${ada.email}` }).waitFor()
    await scan(page, 'an active session')
    await page.getByRole('button', { name: 'Revoke session' }).click()
    await page.getByRole('dialog').waitFor()
    await scan(page, 'the question before a revocation')
    await page.goto(`/sessions/${stolen.session_id}`)
    await page.getByRole('heading', { name: `Session of ${ada.email}` }).waitFor()
    await scan(page, 'a session whose reuse was detected')
    await page.goto('/sessions/019aa000-0000-7000-8000-000000000000')
    await scan(page, 'a session that is not there')
    await page.goto('/nowhere')
    await scan(page, 'a page that is not there')
    await page.goto(`${api.url}/docs`)
    await scan(page, 'the API’s reference', { alike: 'article:not(:nth-of-type(9n + 1))' })
    await expectFit(page, 'the API’s reference')
    await context.close()
  })
}
