import { afterEach, describe, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** What a process says and does that is started on this version of Node. */
async function startedOn(node: string) {
  const exit = vi.fn()
  const said = vi.spyOn(console, 'error').mockReturnValue()
  vi.resetModules()
  vi.stubGlobal('process', Object.create(process, { versions: { value: { node } }, version: { value: `v${node}` }, exit: { value: exit } }))
  await import('./new-enough.js')
  return { said: said.mock.calls.flat().join('\n'), ended: exit.mock.calls.flat() }
}

describe('an API process', () => {
  it.each(['16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.11.0', '23.11.1'])('ends on Node %s, and says which it needs', async (node) => {
    const { said, ended } = await startedOn(node)
    expect(said).toBe(`Tessera cannot start. It needs Node 20.19, 22.12 or 24, or a later one of these; this is v${node}.`)
    expect(ended).toEqual([1])
  })

  it.each(['20.19.0', '22.12.0', '24.0.0', '26.10.0'])('starts on Node %s', async (node) => {
    expect(await startedOn(node)).toEqual({ said: '', ended: [] })
  })
})
