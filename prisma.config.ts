import { defineConfig } from 'prisma/config'

// Prisma wants a native schema engine for every command, and downloads it. These three need none: any executable will do, so that
// a machine without the download can build. The others, `migrate` above all, really run it.
if (['generate', 'validate', 'format'].includes(process.argv[2] ?? '')) process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env['DATABASE_URL'] && { datasource: { url: process.env['DATABASE_URL'] } }),
})
