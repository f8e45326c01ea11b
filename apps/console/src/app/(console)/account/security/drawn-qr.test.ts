import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { drawnQr } from './drawn-qr'

it('draws every dark module of the code, and no other', () => {
  const uri = 'otpauth://totp/Tessera:ada%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Tessera'
  const { size, path } = drawnQr(uri)
  const drawn = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let column = Number(x); column < Number(x) + Number(length); column++) drawn[Number(y)]![column] = true
  }
  expect(drawn).toEqual(encode(uri, { ecc: 'M', border: 4 }).data)
})
