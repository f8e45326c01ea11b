/** Whoever asks for `--help` is told how a command is used, and nothing is done. */
export function helpWith(usage, args = process.argv.slice(2)) {
  if (!args.includes('--help') && !args.includes('-h')) return
  console.log(usage)
  process.exit(0)
}
