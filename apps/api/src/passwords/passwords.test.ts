import { describe, expect, it } from 'vitest'
import { TooBusy } from './bounded-queue.js'
import { defaultCost } from './cost.js'
import { faultsOfPassword, Passwords } from './passwords.js'

const passwords = new Passwords()

describe('a password', () => {
  it('is stored as argon2id at OWASP’s cost, with a salt of its own each time', async () => {
    const [one, other] = await Promise.all([passwords.hash('tall ships sail'), passwords.hash('tall ships sail')])
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(other).not.toBe(one)
  })

  it('is verified, and another one is not', async () => {
    const hash = await passwords.hash('tall ships sail')
    expect(await passwords.verify(hash, 'tall ships sail')).toBe(true)
    expect(await passwords.verify(hash, 'tall ships sail ')).toBe(false)
    expect(await passwords.verify(hash, 'Tall ships sail')).toBe(false)
  })

  it('is the same however its accents and spaces were typed', async () => {
    const hash = await passwords.hash('caf\u00e9 \u00e0 la cr\u00e8me')
    expect(await passwords.verify(hash, 'cafe\u0301\u00a0a\u0300 la cre\u0300me')).toBe(true)
  })

  it('is never cut short', async () => {
    const long = 'x'.repeat(1023)
    const hash = await passwords.hash(`${long}a`)
    expect(await passwords.verify(hash, `${long}b`)).toBe(false)
    expect(await passwords.verify(hash, long)).toBe(false)
  })

  it('of nobody is wrong, after the same work', async () => {
    const hash = await passwords.hash('tall ships sail')
    const timed = async (stored: string | null) => {
      const start = performance.now()
      expect(await passwords.verify(stored, 'wrong')).toBe(false)
      return performance.now() - start
    }
    const fastest = async (stored: string | null) => Math.min(...[await timed(stored), await timed(stored), await timed(stored)])
    expect(await fastest(null)).toBeGreaterThan((await fastest(hash)) / 3)
  })

  it('is to be hashed anew when its hash has another cost, or is another system’s', async () => {
    const dearer = new Passwords({ memory: 19_456, passes: 3, lanes: 1 })
    const [ours, dear] = [await passwords.hash('tall ships sail'), await dearer.hash('tall ships sail')]
    expect(dear).toMatch(/^\$argon2id\$v=19\$m=19456,t=3,p=1\$/)
    expect([ours, dear].map((hash) => passwords.isOutdated(hash))).toEqual([false, true])
    expect([ours, dear].map((hash) => dearer.isOutdated(hash))).toEqual([true, false])
    // Both are the password meanwhile.
    expect(await dearer.verify(ours, 'tall ships sail')).toBe(true)
    for (const other of ['$argon2i$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA', '$2b$12$abc']) expect(passwords.isOutdated(other)).toBe(true)
  })

  it('that cannot be hashed in time is neither right nor wrong', async () => {
    const busy = new Passwords(defaultCost, { atOnce: 1, waiting: 0, wait: 1000 })
    const first = busy.hash('tall ships sail')
    await expect(busy.verify(null, 'x')).rejects.toThrow(TooBusy)
    await first
  })
})

describe('a password that is being set', () => {
  const faults = (password: string, email = 'ada.lovelace@example.com') => faultsOfPassword(password, email)

  it('may be anything long and uncommon', () => {
    for (const good of ['tall ships sail', 'ünïcödé wörds', '🐑🐑🐑🐑🐑🐑🐑🐑', 'x'.repeat(1024)]) expect(faults(good)).toEqual([])
  })

  it('has at least 8 characters, as people count them', () => {
    expect(faults('seven77')).toEqual(['must have at least 8 characters'])
    expect(faults('🐑🐑🐑🐑')).toEqual(['must have at least 8 characters'])
  })

  it('has at most 1,024 bytes, as they are stored', () => {
    expect(faults('é'.repeat(512))).toEqual([])
    expect(faults('é'.repeat(513))).toEqual(['must have at most 1024 bytes of UTF-8'])
  })

  it('is not a common one, in any case', () => {
    for (const common of ['password', 'Password1', 'QWERTYUIOP', 'iloveyou1', 'ｐａｓｓｗｏｒｄ１'])
      expect(faults(common).join()).toContain('most common')
  })

  it('does not contain the name in the e-mail address', () => {
    expect(faults('xx-Ada.Lovelace-xx').join()).toContain('e-mail')
    expect(faults('adamant rivers', 'ada@example.com')).toEqual([])
  })

  it('is not made of the address, nor the address of it', () => {
    expect(faults('my Ada@Example.com 1', 'ada@example.com').join()).toContain('e-mail')
    expect(faults('example.com', 'ada@example.com').join()).toContain('e-mail')
    expect(faults('ada@example', 'ada@example.com').join()).toContain('e-mail')
  })
})
