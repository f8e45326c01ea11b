const colours = { throughput: '#b4532a', cpu: '#78716c', ink: '#292524', paper: '#fafaf9', line: '#d6d3d1' }
const [row, top, left, width] = [34, 64, 110, 300]

/**
 * Bars beside one line that stands for the bare loop, a panel for each concurrency: SVG.
 *
 * @param {readonly { title: string, bars: readonly { name: string, throughput: number, cpu: number }[] }[]} panels figures as ratios to the bare loop
 */
export function plotOf(panels) {
  const longest = Math.max(...panels.flatMap(({ bars }) => bars.flatMap(({ throughput, cpu }) => [throughput, cpu])), 1.3)
  const height = top + row * Math.max(...panels.map(({ bars }) => bars.length)) + 24
  const panel = left + width + 60
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${panel * panels.length} ${height}" font-family="sans-serif" font-size="12" role="img">
<title>Throughput and CPU of each endpoint beside the bare loop</title>
<rect width="100%" height="100%" fill="${colours.paper}"/>
${panels.map((one, at) => panelOf(one, at * panel, longest, height)).join('\n')}
</svg>
`
}

function panelOf({ title, bars }, x, longest, height) {
  const scale = width / longest
  const one = (left + scale).toFixed(1)
  return `<g transform="translate(${x} 0)" fill="${colours.ink}">
<text x="16" y="26" font-size="15">${title}</text>
<text x="${left}" y="26" fill="${colours.throughput}">throughput</text><text x="${left + 84}" y="26" fill="${colours.cpu}">CPU for one</text>
<text x="${one}" y="${top - 12}" text-anchor="middle">bare loop</text>
<line x1="${one}" x2="${one}" y1="${top - 6}" y2="${height - 16}" stroke="${colours.line}"/>
${bars.map((bar, at) => rowOf(bar, top + at * row, scale)).join('\n')}
</g>`
}

function rowOf({ name, throughput, cpu }, y, scale) {
  const bar = (value, at, colour) =>
    `<rect x="${left}" y="${at}" width="${(value * scale).toFixed(1)}" height="11" fill="${colour}"/><text x="${(left + value * scale + 5).toFixed(1)}" y="${at + 10}">${value.toFixed(2)}</text>`
  return `<text x="${left - 8}" y="${y + 16}" text-anchor="end">${name}</text>${bar(throughput, y, colours.throughput)}${bar(cpu, y + 13, colours.cpu)}`
}
