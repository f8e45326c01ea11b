import { describe, expect, it } from 'vitest'
import { isReadableForm } from './readable-form'

const posted = (type: string, body: string) =>
  isReadableForm(new Request('http://console.invalid/', { method: 'POST', headers: { 'content-type': type }, body }))

describe('a form that was posted', () => {
  it('is read by its boundary, and can be read once more', async () => {
    const form = new FormData()
    form.set('email', 'ada@example.com')
    const request = new Request('http://console.invalid/', { method: 'POST', body: form })
    expect(await isReadableForm(request)).toBe(true)
    expect((await request.formData()).get('email')).toBe('ada@example.com')
  })

  it.each([
    ['multipart/form-data', 'abc'],
    ['multipart/form-data; boundary=', 'abc'],
    ['multipart/form-data; boundary=x', 'abc'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nada'],
  ])('is none without its parts: %s', async (type, body) => {
    expect(await posted(type, body)).toBe(false)
  })

  it.each(['application/x-www-form-urlencoded', 'text/plain;charset=UTF-8'])('is for others to read as %s', async (type) => {
    expect(await posted(type, 'abc')).toBe(true)
  })
})
