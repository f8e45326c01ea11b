// Imported before all that is to be loaded: an older Node ends there, and names a function that it does not have. Those that `engines` of package.json has.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (!(major === 20 && minor >= 19) && !(major === 22 && minor >= 12) && major < 24) {
  console.error(`Tessera cannot start. It needs Node 20.19, 22.12 or 24, or a later one of these; this is ${process.version}.`)
  process.exit(1)
}

export {}
