import { describe, expect, it } from 'vitest'
import { differing, fieldsInWords, readSeen } from './meanwhile'

describe('what is different since an administrator looked', () => {
  it('is said field by field', () => {
    const seen = { name: 'Shop', idle_timeout: 60, grants: ['refresh_token'] }
    expect(differing(seen, { ...seen })).toEqual([])
    expect(differing(seen, { name: 'Shop', idle_timeout: null, grants: [] })).toEqual(['idle_timeout', 'grants'])
    expect(fieldsInWords(['idle_timeout', 'grants'])).toBe('the idle timeout and the grants')
  })

  it('is nothing that can be known when the form says nonsense', () => {
    for (const nonsense of ['', '{', 'null', '7']) expect(readSeen(nonsense)).toBeNull()
  })
})
