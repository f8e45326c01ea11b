// What pages bundle with the SDK stays small: esbuild takes all of zod, its sentences in fifty languages included, for `import { z }`.
// eslint-disable-next-line @nx/enforce-module-boundaries -- the configuration at the root belongs to no project
import rooms from '../../eslint.config.mjs'

export default [
  ...rooms,
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value="zod"][importKind="value"] > ImportSpecifier',
          message: "Write `import * as z from 'zod'`.",
        },
      ],
    },
  },
]
