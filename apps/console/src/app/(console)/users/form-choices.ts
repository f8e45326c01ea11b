import { textIn } from '../../../api/form-text'

/** The roles that are ticked; whether they are roles is for the contract to say. */
export function chosenRoles(form: FormData): readonly string[] {
  return form.getAll('roles').filter((role) => typeof role === 'string')
}

/** The company that is chosen, as a part of a body; empty where nothing was. */
export function chosenCompany(form: FormData): { readonly company_id?: number } {
  const typed = textIn(form, 'company_id').trim()
  return typed === '' ? {} : { company_id: Number(typed) }
}
