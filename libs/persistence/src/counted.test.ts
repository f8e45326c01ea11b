import { describe, expect, it } from 'vitest'
import { countBeside } from './counted.js'

const fault = (code: string) => Promise.reject(Object.assign(new Error('canceling statement'), { code }))

describe('a count beside a page', () => {
  it('is no lower than what the page found', async () => {
    const counted = countBeside(Promise.resolve({ count: 3, countCapped: false }))
    expect(await counted(2)).toEqual({ count: 3, countCapped: false })
    expect(await counted(5)).toEqual({ count: 5, countCapped: false })
  })

  it('is what the page found, or more, where it did not end in time', async () => {
    expect(await countBeside(fault('57014'))(50)).toEqual({ count: 50, countCapped: true })
  })

  it('fails with the page in every other way, and only once it is asked for', async () => {
    const counted = countBeside(fault('57P01'))
    await new Promise((turn) => setImmediate(turn))
    await expect(counted(1)).rejects.toMatchObject({ code: '57P01' })
  })
})
