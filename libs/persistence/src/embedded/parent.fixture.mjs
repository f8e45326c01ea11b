// Started by tests as the process that owns a server, to be killed: prints the server's address and process id, and waits.
import { startEmbeddedPostgres } from '../../dist/embedded/index.js'

const sentences = []
const postgres = await startEmbeddedPostgres({ dataDir: process.argv[2], durable: false, log: (sentence) => sentences.push(sentence) })
console.log(JSON.stringify({ url: postgres.url, dataDir: postgres.dataDir, sentences }))
process.stdin.resume().on('end', () => postgres.stop())
