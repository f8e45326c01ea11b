export { findEmbeddedPostgres, startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from './postgres.js'
export { freePort } from './free-port.js'
