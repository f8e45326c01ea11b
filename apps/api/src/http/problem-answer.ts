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
    return { ...retry, ...this.extras.headers }
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
