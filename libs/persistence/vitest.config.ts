import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // No test leaves anything behind in a module: files share what they import, which takes longer to load than most of them to run.
    isolate: false,
    // They wait more than they reckon.
    maxWorkers: 2,
    include: ['src/**/*.test.ts'],
    globalSetup: ['./src/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
