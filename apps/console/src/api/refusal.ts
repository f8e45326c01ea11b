import type { Problem, ProblemCode } from '@tessera/contract'
import { fieldNames } from './field-names'
import { inWords, signInOf, type Trouble } from './trouble'

/** Why a form did not work: at its fields by their names, or in one sentence for all of it. Plain data: it goes to the browser. */
export interface Refusal {
  readonly faults?: Readonly<Record<string, string>>
  readonly refused?: string
  /** Where to sign in again, beside what is refused for want of a session. */
  readonly signIn?: string
}

/** One control takes whichever code somebody has. */
const controls: Readonly<Record<string, string>> = { otp: 'code', recovery_code: 'code' }

function fault(field: string, what: string): readonly [field: string, sentence: string] {
  const control = controls[field] ?? field
  return [control, `${fieldNames[control] ?? 'This'} ${what}.`]
}

/** The first fault of each field, out of what a schema of the contract says about a form. */
export function faultsOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Refusal {
  return { faults: Object.fromEntries(issues.map(({ path, message }) => fault(String(path[0]), message)).reverse()) }
}

/**
 * A trouble as a form says it.
 *
 * @param undone what was not done: “Your password was not changed.”
 * @param fields the fields that some problems are about: `{ wrong_password: 'current_password' }`
 */
export function refusalOf(trouble: Trouble, undone: string, fields: Partial<Record<ProblemCode, string>> = {}): Refusal {
  const faults = trouble.kind === 'refused' ? faultsIn(trouble.problem, fields) : {}
  if (Object.keys(faults).length > 0) return { faults }
  const { title, advice } = inWords(trouble)
  const refused = `${title}. ${trouble.kind === 'unreachable' ? 'It is not known whether it was done.' : undone} ${advice}`
  const signIn = signInOf(trouble)
  return { refused, ...(signIn && { signIn }) }
}

function faultsIn({ code, title, fields = [] }: Problem, byCode: Partial<Record<ProblemCode, string>>): Readonly<Record<string, string>> {
  const field = byCode[code]
  if (field !== undefined) return { [field]: `${title}.` }
  return Object.fromEntries(
    fields.filter((each) => each.field.startsWith('body.')).map((each) => fault(each.field.slice('body.'.length), each.fault)),
  )
}

/** For a form that has no field at which a fault could stand. */
export function onlyWords({ faults = {}, refused, ...rest }: Refusal): Refusal {
  return { refused: refused ?? Object.values(faults).join(' '), ...rest }
}
