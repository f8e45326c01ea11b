export * from './database.js'
export * from './migrate.js'
export { Prisma } from './generated/client.js'
