import { describe, expect, it } from 'vitest'
import { actorless, eventDetails, eventSentence } from './event-words'

const event = { kind: 'user_disabled', reason: null, details: null }

describe('an event of the log', () => {
  it('is a sentence', () => {
    expect(eventSentence(event)).toBe('Disabled')
    expect(eventSentence({ ...event, kind: 'session_ended', reason: 'reuse_detected' })).toBe('A session ended: reuse detected')
  })

  it('is shown plainly when its kind or reason is not known here', () => {
    expect(eventSentence({ ...event, kind: 'passkey_added' })).toBe('Passkey added')
    expect(['__proto__', 'constructor'].map((kind) => eventSentence({ ...event, kind }))).toEqual(['  proto  ', 'Constructor'])
    expect(eventSentence({ ...event, kind: 'watermark_set', reason: 'full_moon' })).toBe('All sessions ended: full moon')
  })

  it('tells its details, and what was changed into what', () => {
    expect(
      eventDetails({
        ...event,
        details: { roles: { from: [], to: ['support', 'auditor'] }, company_id: 7, name: true, invited: true, key: null, subject: 'user' },
      }),
    ).toEqual([
      { name: 'roles', value: 'none → support, auditor' },
      { name: 'company id', value: '7' },
      { name: 'name', value: 'changed' },
      { name: 'invited', value: 'yes' },
      { name: 'subject', value: 'user' },
    ])
    expect(eventDetails({ ...event, kind: 'company_created', details: { name: 'Orchard' } })).toEqual([{ name: 'name', value: 'Orchard' }])
  })
})

describe('what nobody’s account did', () => {
  it('was asked for by whoever sent the request, or done by a rule', () => {
    expect(actorless({ reason: null, ip: '192.0.2.1' })).toBe('whoever asked')
    expect(actorless({ reason: 'reuse_detected', ip: '192.0.2.1' })).toBe('a rule')
    expect(actorless({ reason: null, ip: null })).toBe('a rule')
  })
})
