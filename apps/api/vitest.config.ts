import { defineConfig } from 'vitest/config'

// Nest reads the decorators' metadata, which esbuild would drop.
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    // No test leaves anything behind in a module: files share what they import, which takes longer to load than most of them to run.
    isolate: false,
    // They wait more than they reckon.
    maxWorkers: 2,
    include: ['src/**/*.test.ts'],
    globalSetup: ['@tessera/persistence/testing/global-setup'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
