import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '*.test.mjs',
      'seed/*.test.mjs',
      'bench/*.test.mjs',
      'recover/*.test.mjs',
      'import/*.test.mjs',
      'generators/**/*.test.mjs',
      'packages/*.test.mjs',
    ],
    testTimeout: 30_000,
    // The last of `npm test`'s suites: nobody else needs the core that would be left free.
    maxWorkers: '100%',
  },
})
