import { auditable } from './audit.js'
import { expect, signedIn, test } from './test.js'

test('Lighthouse finds the sessions page accessible, and finds best practices kept', async ({ owner, launchOptions }) => {
  test.slow()
  const { page, audit, close } = await auditable(launchOptions, 9_300 + test.info().parallelIndex)
  try {
    await signedIn(page, owner)
    await page.goto('/sessions')
    await page.getByRole('row').nth(1).waitFor()
    const { audits, categories } = await audit('/sessions', 'accessibility', 'best-practices')
    const failed = Object.values(audits).filter(({ score }) => score !== null && score < 1)
    expect(Object.keys(categories)).toEqual(['accessibility', 'best-practices'])
    for (const [name, { score }] of Object.entries(categories)) {
      expect(Math.round((score ?? 0) * 100), `${name}: ${failed.map(({ title }) => title).join('; ')}`).toBeGreaterThanOrEqual(95)
    }
  } finally {
    await close()
  }
})
