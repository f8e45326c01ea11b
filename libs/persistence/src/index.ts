export * from './database.js'
export * from './migrate.js'
export * from './sessions/index.js'
export { Prisma } from './generated/client.js'
