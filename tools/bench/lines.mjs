const colours = { line: '#b4532a', ink: '#292524', faint: '#78716c', paper: '#fafaf9', rule: '#d6d3d1' }
const [left, top, width, height, gap] = [16, 52, 640, 72, 44]

/**
 * Lines over the same axis, each with a scale of its own from nothing to its greatest: SVG. So what is flat looks flat, and what grows does not.
 *
 * @param {{ title: string, axis: string, lines: readonly { name: string, values: readonly number[] }[] }} chart a value for each step of the axis
 */
export function linesOf({ title, axis, lines }) {
  const whole = top + lines.length * (height + gap) + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width + 2 * left + 60} ${whole}" font-family="sans-serif" font-size="12" role="img">
<title>${title}</title>
<rect width="100%" height="100%" fill="${colours.paper}"/>
<text x="${left}" y="26" font-size="15" fill="${colours.ink}">${title}</text>
${lines.map((line, at) => lineOf(line, top + at * (height + gap), axis, at === lines.length - 1)).join('\n')}
</svg>
`
}

function lineOf({ name, values }, y, axis, isLast) {
  const most = Math.max(...values, 1e-9)
  const points = values.map((value, at) => {
    const x = left + (at / Math.max(1, values.length - 1)) * width
    return `${x.toFixed(1)},${(y + 18 + height - (value / most) * height).toFixed(1)}`
  })
  const foot = y + 18 + height
  const shown = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2))
  return `<text x="${left}" y="${y + 8}" fill="${colours.ink}">${name}</text>
<line x1="${left}" x2="${left + width}" y1="${foot}" y2="${foot}" stroke="${colours.rule}"/>
<polyline points="${points.join(' ')}" fill="none" stroke="${colours.line}" stroke-width="1.5"/>
<text x="${left + width + 6}" y="${(Number(points.at(-1).split(',')[1]) + 4).toFixed(1)}" fill="${colours.ink}">${shown(values.at(-1))}</text>
${isLast ? `<text x="${left}" y="${foot + 16}" fill="${colours.faint}">0</text><text x="${left + width}" y="${foot + 16}" text-anchor="end" fill="${colours.faint}">${values.length - 1} ${axis}</text>` : ''}`
}
