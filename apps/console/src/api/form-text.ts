/** A field that is absent, or a file, counts as empty: the contract's sentence for an empty one is meant for people. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** What somebody typed where a code of the second factor goes: what an authenticator shows, or else a recovery code. */
export function secondFactorIn(form: FormData): { readonly otp: string } | { readonly recovery_code: string } {
  const typed = textIn(form, 'code')
  return /^[\d\s]*$/.test(typed) ? { otp: typed } : { recovery_code: typed }
}
