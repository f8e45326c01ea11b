import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    // No test leaves anything behind in a module: files share what they import, which takes longer to load than most of them to run.
    isolate: false,
  },
})
