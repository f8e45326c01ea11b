'use client'
import type { Receiver } from '@tessera/contract'
import { TextField } from '../../../ui/form-parts'
import { isOfSessions, KindsField } from './kinds-field'
import type { Form } from './receiver-words'

interface ReceiverFieldsProps {
  form: Form
  /** As it is; null: it is about to be registered. */
  receiver: Receiver | null
  kinds: readonly string[]
  faults: Readonly<Record<string, string>>
}

/** What there is to say of a receiver of each form. */
export function ReceiverFields({ form, receiver, kinds, faults }: ReceiverFieldsProps) {
  return (
    <>
      {form !== 'set_poll' && (
        <TextField
          label="Address"
          name="url"
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2000}
          placeholder="https://"
          className="font-mono"
          hint="Where it is told, by POST. Answers that lead elsewhere are not followed."
          defaultValue={receiver?.url ?? ''}
          fault={faults['url']}
        />
      )}
      {form === 'webhook' && (
        <KindsField kinds={kinds} chosen={receiver ? (receiver.kinds ?? []) : kinds.filter(isOfSessions)} fault={faults['kinds']} />
      )}
      {form !== 'webhook' && (
        <TextField
          label="Audience (optional)"
          name="audience"
          autoComplete="off"
          spellCheck={false}
          maxLength={255}
          className="font-mono"
          hint={`The aud of its tokens. Left empty, its ${form === 'set_push' ? 'address' : 'id'}.`}
          defaultValue={receiver?.audience ?? ''}
          fault={faults['audience']}
        />
      )}
      {form === 'set_push' && <AuthorizationField kept={receiver?.has_authorization ?? false} fault={faults['authorization']} />}
    </>
  )
}

/** What it wants to see in each request. @param kept whether there is one, which nobody is shown */
function AuthorizationField({ kept, fault }: { kept: boolean; fault: string | undefined }) {
  return (
    <>
      <TextField
        label="Authorization (optional)"
        name="authorization"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={2000}
        placeholder="Bearer …"
        className="font-mono"
        hint={kept ? 'There is one, which nobody is shown. Left empty, it stays.' : 'The whole value of the header that it asks for.'}
        fault={fault}
      />
      {kept && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="no_authorization" value="yes" className="size-4 accent-accent" />
          Send none from now on
        </label>
      )}
    </>
  )
}
