import { expect, it } from 'vitest'
import { ownPath } from './passed.js'

it.each(['/orders?page=2', '/', '/a//b'])('leads on to %s, a path of this site', (path) => {
  expect(ownPath(path)).toBe(path)
})

it.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/..//evil.example',
  '\t//evil.example',
  'javascript:alert(1)',
  '',
  null,
  undefined,
  7,
])('leads to the first page instead of %j', (given) => {
  expect(ownPath(given)).toBe('/')
})
