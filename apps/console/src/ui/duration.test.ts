import { describe, expect, it } from 'vitest'
import { durationIn, durationWords, splitDuration } from './duration'

describe('a duration', () => {
  it.each([
    [900, '15 minutes'],
    [1_209_600, '14 days'],
    [86_400, '1 day'],
    [90, '90 seconds'],
    [5_400, '90 minutes'],
    [36_000_000, '10,000 hours'],
    [1, '1 second'],
  ])('of %d seconds is said as “%s”', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words)
  })

  it.each([1, 59, 60, 3_599, 3_600, 7_200, 86_400, 100_000])('of %d seconds is the same when it comes back from its form', (seconds) => {
    const { amount, unit } = splitDuration(seconds)
    expect(durationIn(formOf({ idle_own: 'own', idle: String(amount), idle_unit: unit }), 'idle')).toBe(seconds)
  })

  it('is null when the platform’s is chosen, whatever was typed before, and no number when nothing sensible was typed', () => {
    expect(durationIn(formOf({ idle: '5', idle_unit: 'days' }), 'idle')).toBeNull()
    for (const idle of ['', ' ', 'ten', '1,5']) expect(durationIn(formOf({ idle_own: 'own', idle, idle_unit: 'days' }), 'idle')).toBeNaN()
  })

  it('may be a part of a unit', () => {
    expect(durationIn(formOf({ idle_own: 'own', idle: '1.1', idle_unit: 'hours' }), 'idle')).toBe(3_960)
  })
})

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}
