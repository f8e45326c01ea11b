import { textIn } from '../../../api/form-text'

/** What was typed of a receiver, as the contract names it. Whether it may be so is for the contract and the API to say. */
export function receiverIn(form: FormData): Readonly<Record<string, unknown>> {
  const how = textIn(form, 'form')
  const typed = (name: string) => textIn(form, name).trim()
  const [url, audience, authorization] = [typed('url'), typed('audience'), typed('authorization')]
  return {
    name: textIn(form, 'name'),
    form: how,
    ...(how !== 'set_poll' && { url }),
    ...(how === 'webhook' && { kinds: form.getAll('kinds') }),
    ...(how !== 'webhook' && audience !== '' && { audience }),
    ...(how === 'set_push' && authorization !== '' && { authorization }),
    // Whoever sees one company alone is not asked for it.
    ...(form.has('company_id') && { company_id: typed('company_id') === '' ? null : Number(typed('company_id')) }),
  }
}
