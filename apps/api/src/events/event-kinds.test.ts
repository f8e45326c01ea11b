import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventKinds } from '@tessera/contract'
import { expect, it } from 'vitest'

const store = new URL('../../../../libs/persistence/src', import.meta.url).pathname
const isSource = (path: string) => path.endsWith('.ts') && !/\.test\.ts$|testing|generated/.test(path)
const sources = readdirSync(store, { recursive: true, encoding: 'utf8' })
  .filter(isSource)
  .map((path) => readFileSync(join(store, path), 'utf8'))
  .join('\n')

it('the store writes every kind that the contract lists, or a receiver would ask for it and never hear', () => {
  expect(eventKinds.filter((kind) => !sources.includes(`'${kind}'`))).toEqual([])
})
