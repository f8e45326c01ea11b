import { type EndReason, type FieldFault, type Problem, type ProblemCode, problems } from '@tessera/contract'

export type Headers = Readonly<Record<string, string>>

export interface ProblemExtras {
  /** With `session_ended`. */
  readonly reason?: EndReason
  /** With `validation_failed`. */
  readonly fields?: readonly FieldFault[]
  readonly headers?: Headers
}

/**
 * What a 401 says where the credentials are in the body, as in a login or a refresh: some challenge must be there (RFC 9110 §11.6.1), and HTTP
 * clients that look for one take its absence for a broken answer. No scheme is registered for this. One of our own makes no client send what
 * does not help here, as `Bearer` would, and no browser ask for a password, as `Basic` would.
 */
const inTheBody = 'Tessera realm="tessera"'

/**
 * A problem on its way to the client (RFC 9457). Controllers return it like any other answer; where nothing can be returned, as in
 * a guard, it may be thrown: it is an Error for that alone.
 */
export class ProblemAnswer<Code extends ProblemCode = ProblemCode> extends Error {
  constructor(
    readonly code: Code,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
  ) {
    super(detail)
  }

  get status(): number {
    return problems[this.code].status
  }

  get headers(): Headers {
    const retry: Headers = this.code === 'unavailable' ? { 'retry-after': '1' } : {}
    const challenge: Headers = this.status === 401 ? { 'www-authenticate': inTheBody } : {}
    return { ...retry, ...challenge, ...this.extras.headers }
  }

  /** @param issuer where the page stands that explains the codes */
  body(issuer: string): Problem {
    const { reason, fields } = this.extras
    const { title, status } = problems[this.code]
    return {
      type: `${issuer}/docs#problem-${this.code}`,
      title,
      status,
      detail: this.detail,
      code: this.code,
      ...(reason && { reason }),
      ...(fields && { fields: [...fields] }),
    }
  }
}

/** A problem to answer with: `return problem('not_found', 'There is no session with this id. Nothing was changed.')`. */
export function problem<const Code extends ProblemCode>(code: Code, detail: string, extras?: ProblemExtras): ProblemAnswer<Code> {
  return new ProblemAnswer(code, detail, extras)
}
