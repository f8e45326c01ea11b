import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { format, resolveConfig } from 'prettier'

/** Writes a page of docs as `npm run format` would leave it. */
export async function savePage(filepath, text) {
  mkdirSync(dirname(filepath), { recursive: true })
  writeFileSync(filepath, await format(text, { ...(await resolveConfig(filepath)), filepath }))
}
