import type { WireAnswer } from './dialect.js'

/** One field that was refused, as FastAPI prints it: where, what, and the kind of fault for programs. */
export interface ValidationError {
  readonly loc: readonly string[]
  readonly msg: string
  readonly type: string
}

/**
 * FastAPI's `HTTPValidationError`, which two formats document. Its newer releases add the `input` that was refused; the documents do
 * not, and an error must never carry a token.
 */
export function unprocessable(detail: readonly ValidationError[]): WireAnswer {
  return { status: 422, body: { detail } }
}

/** What FastAPI says of a field that is not there. @param loc where it should be: `'body', 'refresh_token'` */
export function missing(...loc: readonly string[]): ValidationError {
  return { loc, msg: 'Field required', type: 'missing' }
}

/** What FastAPI says of a field that should be a string and is not. An empty string is one. */
export function notText(value: unknown, ...loc: readonly string[]): ValidationError {
  return value === undefined ? missing(...loc) : { loc, msg: 'Input should be a valid string', type: 'string_type' }
}

/** What FastAPI says of a body that should be a JSON object and is not. To Python, `null` is no body. */
export function notAnObject(body: unknown): ValidationError {
  if (body === undefined || body === null) return missing('body')
  return { loc: ['body'], msg: 'Input should be a valid dictionary or object to extract fields from', type: 'model_attributes_type' }
}
