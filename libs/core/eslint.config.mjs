// The judge is told the time and draws no random numbers: what its tsconfig cannot keep out, because it belongs to the language.
// eslint-disable-next-line @nx/enforce-module-boundaries -- the configuration at the root belongs to no project
import rooms from '../../eslint.config.mjs'

export default [
  ...rooms,
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'Date', message: 'The caller passes `now`.' }],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'The core decides; it does not roll dice.' }],
    },
  },
]
