/** @param {readonly number[]} values @param {number} share of a hundred; 100 is the largest */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)]
}
