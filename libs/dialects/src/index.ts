export { problemOfRefusal, type RefusalProblem } from './tessera/errors.js'
