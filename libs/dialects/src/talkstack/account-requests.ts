import type { AccountSaid, Input, Reading, WireRequest } from '../dialect.js'
import { fieldsOf } from '../fields.js'
import { error } from './errors.js'
import { isGiven } from './request.js'

/** The fields of each call in the body; where two hold the same, either will do. */
export const accountInputs = {
  signUp: [inBody('email'), inBody('password'), { ...inBody('name'), optional: true }],
  verifyEmail: [inBody('email'), inBody('code')],
  resendVerification: [inBody('email')],
  forgotPassword: [inBody('email')],
  resetPassword: [inBody('token'), inBody('newPassword'), inBody('password', 'newPassword')],
  changePassword: [inBody('currentPassword'), inBody('oldPassword', 'currentPassword'), inBody('newPassword')],
} as const satisfies { readonly [Call in keyof AccountSaid]: readonly Input<keyof AccountSaid[Call] & string>[] }

/** Reads what the inputs name, and answers with every part that is missing. */
export function readInputs<Said>(inputs: readonly Input<keyof Said & string>[]): (request: WireRequest) => Reading<Said> {
  return ({ body }) => {
    const fields = fieldsOf(body) ?? {}
    const said: Record<string, string> = {}
    const missing = new Map<string, string>()
    for (const { name, holds, optional } of inputs) {
      const value = fields[name]
      if (!isGiven(value)) {
        if (!optional && !missing.has(holds)) missing.set(holds, name)
      } else if (typeof value !== 'string') return { answer: error(400, `${name} must be a string.`) }
      else if (said[holds] !== undefined && said[holds] !== value) return { answer: error(400, `${name} differs from what says the same.`) }
      else said[holds] = value
    }
    const lacking = [...missing].filter(([holds]) => said[holds] === undefined).map(([, name]) => `${name} is missing.`)
    return lacking.length > 0 ? { answer: error(400, lacking.join(' ')) } : { said: said as Said }
  }
}

function inBody<const Name extends string, const Part extends string = Name>(name: Name, holds?: Part) {
  return { name, in: 'body', holds: (holds ?? name) as Part } as const
}
