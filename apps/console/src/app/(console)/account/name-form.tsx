'use client'
import { FormWords, SubmitButton, TextField } from '../../../ui/form-parts'
import { useForm, type Told } from '../../../ui/use-form'
import { changeName } from './change-name'
import { formWidth } from './section'

const first: Told = {}

export function NameForm({ name }: { name: string }) {
  const { state, pending, given } = useForm(changeName, first)
  return (
    <form {...given} className={formWidth}>
      <TextField label="Name" name="name" autoComplete="name" dir="auto" defaultValue={name} fault={state.faults?.name} data-again />
      <FormWords state={state} />
      <SubmitButton pending={pending} look="plain" className="justify-self-start">
        Save name
      </SubmitButton>
    </form>
  )
}
