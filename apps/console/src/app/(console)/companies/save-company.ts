'use server'
import { CompanyId, CreateCompany, routes } from '@tessera/contract'
import { refresh } from 'next/cache'
import { textIn } from '../../../api/form-text'
import { faultsOf, refusalOf } from '../../../api/refusal'
import { askInAction } from '../../../session/viewer'
import { checkOrigin } from '../../../session/write'
import type { Answered } from '../../../ui/use-dialog-form'

/** Creates a company, or renames the one whose id the form has. */
export async function saveCompany(form: FormData): Promise<Answered> {
  await checkOrigin()
  const body = CreateCompany.safeParse({ name: textIn(form, 'name') })
  if (!body.success) return faultsOf(body.error.issues)
  const existing = form.has('id')
  const id = CompanyId.safeParse(textIn(form, 'id'))
  if (existing && !id.success) return { refused: 'There is no such company. Nothing was renamed.' }

  const answer = id.success
    ? await askInAction(routes.renameCompany, { params: { id: id.data }, body: body.data })
    : await askInAction(routes.createCompany, { body: body.data })
  if (!answer.ok) return refusalOf(answer.trouble, existing ? 'The company was not renamed.' : 'No company was created.')
  refresh()
  const { name } = answer.body
  return {
    told: existing
      ? { title: 'Company renamed', detail: `It is called ${name} now.` }
      : { title: 'Company created', detail: `${name} is there.` },
  }
}
