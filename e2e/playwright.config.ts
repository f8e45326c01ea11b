import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { defineConfig } from '@playwright/test'
import { sharedSystem } from './src/system/system.js'

/** Looked for once: Playwright's workers read this file again, and inherit what the first reader found. */
process.env['TESSERA_BROWSER_FOUND'] ??= execFileSync(process.execPath, [fileURLToPath(new URL('../tools/browser.mjs', import.meta.url))], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
})
export const browser = JSON.parse(process.env['TESSERA_BROWSER_FOUND']) as { executablePath?: string; args: string[] }

export default defineConfig({
  testDir: 'src',
  testMatch: '**/*.spec.ts',
  // How pages look is compared in `npm run test:deep`.
  testIgnore: process.env['TESSERA_DEEP'] ? [] : '**/snapshots.spec.ts',
  outputDir: 'test-results/traces',
  snapshotPathTemplate: '{testDir}/{testFileDir}/snapshots/{arg}{ext}',
  globalSetup: './src/system/global-setup.ts',
  // A test that passes at the second try has found something.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...(sharedSystem.isRunning() && { baseURL: sharedSystem().consoleUrl }),
    // What was done, asked and said, and how the page looked at the end. With `--trace on` every step has its picture: a fifth more work for each spec.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    video: 'off',
    // A page lives for seconds here: what V8's optimizing compiler does for it takes longer than it saves (docs/decisions/0107).
    launchOptions: { ...browser, args: [...browser.args, '--js-flags=--no-opt'] },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
})
