// Puts what the compiler wrote and the packages it needs into a few files, dist/bundle. Finding and reading two thousand is most of a start, and
// a tenth of what a process weighs.
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { rolldown } from 'rolldown'

const here = import.meta.dirname
const folder = join(here, 'dist/bundle')

/** Packages that look for files beside themselves, as those with compiled parts do: they stay where they are. */
const whole = ['@node-rs/argon2', 'bcrypt']
/** Packages that do so only for what nobody uses here: a log written from another thread, a friendlier stack. */
const movable = ['ioredis', 'pino', 'thread-stream']
/** What packages ask for only if somebody uses a part of theirs that nobody uses here, and that is not installed. */
const absent = [
  ...['@fastify/multipart', '@fastify/static', '@fastify/view'],
  ...['@nestjs/microservices', '@nestjs/platform-express', '@nestjs/websockets', 'class-transformer', 'class-validator'],
  'pg-native',
]

/** Our own code comes with what the compiler knows of its lines in TypeScript, for `node --enable-source-maps`. */
const ours = {
  name: 'ours',
  load: {
    filter: { id: { include: /\/(apps|libs)\/[^/]+\/dist\/.+\.js$/, exclude: /\/node_modules\// } },
    async handler(id) {
      const [code, map] = await Promise.all([id, `${id}.map`].map((path) => readFile(path, 'utf8')))
      return { code, map }
    },
  },
}

/** A module's address stays that of its own file: what it finds by it (a package, a program, a text) is where it was. */
const addresses = {
  name: 'addresses',
  transform: {
    filter: { id: { exclude: /^\0/ }, code: 'import.meta.url' },
    handler: (code, id) => ({
      code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(relative(folder, id))}, import.meta.url).href`),
      map: null,
    }),
  },
}

/** What would be missed only when somebody needs it is missed now. */
const missed = {
  name: 'missed',
  transform: {
    filter: {
      id: { include: /\/node_modules\//, exclude: movable.map((name) => new RegExp(`/node_modules/${name}/`)) },
      code: /\b__(dir|file)name\b/,
    },
    handler(code, id) {
      // A module that makes its own makes it of its address.
      if (!/(const|let|var) __(dir|file)name\b|['"]__dirname['"]/.test(code))
        throw new Error(`${id} looks for files beside itself. Name its package in "whole" of apps/api/bundle.mjs`)
    },
  },
  resolveId: {
    filter: { id: /\.node$/ },
    handler(asked, by) {
      throw new Error(`${by} loads a compiled part, ${asked}. Name its package in "whole" of apps/api/bundle.mjs`)
    },
  },
}

const bundle = await rolldown({
  input: join(here, 'dist/main.js'),
  platform: 'node',
  external: (id) => [...whole, ...absent].some((name) => id === name || id.startsWith(`${name}/`)),
  plugins: [ours, addresses, missed],
  onLog(level, { message }) {
    if (level === 'warn') throw new Error(message)
  },
})
await bundle.write({ dir: folder, cleanDir: true, format: 'esm', sourcemap: true })
await bundle.close()
