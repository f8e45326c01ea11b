import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const source = new URL('..', import.meta.url)
/** The files of actions, which any page on the web can post to. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(new URL(encodeURI(path), source), 'utf8') }))
  .filter(({ text }) => text.startsWith(`'use server'`))

describe.each(files)('each action of $path', ({ text }) => {
  it('begins with a look at where the request comes from', () => {
    const [, ...actions] = text.split(/^export async function /m)
    expect(actions).not.toEqual([])
    for (const action of actions) expect(action.slice(action.indexOf('{\n'))).toMatch(/^\{\n {2}await checkOrigin\(\)\n/)
  })

  it('asks in the way that leaves people on the page, with what they typed', () => {
    expect(text).not.toMatch(/\b(ask|viewer)\(/)
  })
})
