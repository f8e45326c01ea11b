import next from '@next/eslint-plugin-next'
import reactHooks from 'eslint-plugin-react-hooks'
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository’s own rules, which these add to
import root from '../../eslint.config.mjs'

export default [
  ...root,
  reactHooks.configs.flat.recommended,
  { ...next.configs['core-web-vitals'], settings: { next: { rootDir: import.meta.dirname } } },
]
