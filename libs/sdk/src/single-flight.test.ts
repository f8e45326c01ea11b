import { describe, expect, it } from 'vitest'
import { singleFlight } from './single-flight.js'

describe('a single flight', () => {
  it('is shared while it is in the air, and made anew after it landed', async () => {
    let made = 0
    const call = singleFlight(async () => ++made)
    expect(await Promise.all([call(), call()])).toEqual([1, 1])
    expect(await call()).toBe(2)
  })

  it('that fails is made anew too', async () => {
    let made = 0
    const call = singleFlight(async () => {
      made += 1
      if (made === 1) throw new Error('no')
      return made
    })
    await expect(call()).rejects.toThrow('no')
    expect(await call()).toBe(2)
  })
})
