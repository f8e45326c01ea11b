export * from './dialect.js'
export { problemOfRefusal, type RefusalProblem } from './tessera/errors.js'
