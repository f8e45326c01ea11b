import { defineConfig } from '@playwright/test'
import tests from './playwright.config.js'

/** `npm run bench:console`: what is measured, and not tested. */
export default defineConfig({ ...tests, testDir: 'bench', testMatch: '**/*.bench.ts', workers: 1, reporter: 'line' })
