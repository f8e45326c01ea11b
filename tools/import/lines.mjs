/** More than a user with a hundred tokens has. */
const longestLine = 256 * 1024

/**
 * The lines of a stream, counted from 1, in memory that does not grow with it. `text` is null for a line that is too long.
 *
 * @param {AsyncIterable<Buffer>} stream
 */
export async function* linesOf(stream) {
  let line = 1
  let parts = []
  let length = 0
  const take = () => {
    const text =
      length > longestLine
        ? null
        : Buffer.concat(parts)
            .toString('utf8')
            .replace(/^\ufeff/, '')
            .replace(/\r$/, '')
    parts = []
    length = 0
    return { line: line++, text }
  }
  const keep = (piece) => {
    length += piece.length
    if (length <= longestLine) parts.push(piece)
    else parts = []
  }
  for await (const chunk of stream) {
    let from = 0
    for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, end))
      yield take()
      from = end + 1
    }
    keep(chunk.subarray(from))
  }
  if (length > 0) yield take()
}
