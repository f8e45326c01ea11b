import { encode } from 'uqr'

/** A QR code as one SVG path in a square of `size` modules, its quiet zone included. */
export interface DrawnQr {
  readonly size: number
  readonly path: string
}

/** Draws on the server: the browser needs no library for it, and the secret goes to no other service. */
export function drawnQr(text: string): DrawnQr {
  const { size, data } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map((run) => ({ y, run })),
  )
  return {
    size,
    path: runs
      .map(
        ({
          y,
          run: {
            0: { length },
            index,
          },
        }) => `M${index} ${y}h${length}v1h-${length}z`,
      )
      .join(''),
  }
}
