import { expect, test } from '@playwright/test'
import { sharedSystem, startSystem } from './system/system.js'

test('the API and the console answer', async ({ page, request }) => {
  const { apiUrl } = sharedSystem()
  expect((await request.get(`${apiUrl}/health/live`)).status()).toBe(200)
  expect((await request.get(`${apiUrl}/health/ready`)).status()).toBe(200)
  await page.goto('/')
  await expect(page).toHaveTitle(/Tessera/)
})

test('an API without its database is alive and not ready, and is ready again once the database is back', async ({ request }) => {
  const system = await startSystem()
  try {
    const ready = async () => (await request.get(`${system.apiUrl}/health/ready`)).status()
    await system.stopDatabase()
    await expect.poll(ready).toBe(503)
    expect((await request.get(`${system.apiUrl}/health/live`)).status()).toBe(200)
    await system.startDatabase()
    await expect.poll(ready).toBe(200)
  } finally {
    await system.stop()
  }
})
