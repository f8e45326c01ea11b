/** Whoever asks for `--help` is told how a command is used, and nothing is done. */
export function helpWith(usage, args = process.argv.slice(2)) {
  if (!args.includes('--help') && !args.includes('-h')) return
  console.log(usage)
  process.exit(0)
}

/** Whoever asks for what a command does not know is told so, and nothing is done. */
export function knowsOnly(options, args = process.argv.slice(2)) {
  const unknown = args.find((each) => !options.includes(each))
  if (unknown === undefined) return
  console.error(`Unknown option '${unknown}'`)
  process.exit(1)
}
