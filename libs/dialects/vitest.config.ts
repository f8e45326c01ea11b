import { defineConfig } from 'vitest/config'

const whole = { lines: 100, branches: 100, functions: 100, statements: 100 }

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      exclude: ['src/**/*.test.ts', 'src/testing/**'],
      reporter: ['text'],
      // The documented formats and what they share.
      thresholds: { 'src/*.ts': whole, 'src/!(oauth2|tessera)/*.ts': whole },
    },
  },
})
