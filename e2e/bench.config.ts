import { defineConfig } from '@playwright/test'
import tests, { browser } from './playwright.config.js'

/** `npm run bench:console`: what is measured, and not tested, in a browser as people have it. */
export default defineConfig({
  ...tests,
  ...{ testDir: 'bench', testMatch: '**/*.bench.ts', workers: 1, reporter: 'line' },
  use: { ...tests.use, launchOptions: browser },
})
