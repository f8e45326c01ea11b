import { clientManagers, routes, type Client, type Role } from '@tessera/contract'
import { countWords } from '../../../../lists/count'
import { ask } from '../../../../session/viewer'
import { ClientStateWord, kindWords } from '../client-words'
import { Actions } from './actions'
import { ClientFacts } from './client-facts'
import { LifetimesButton } from './lifetimes-button'
import { RulesButton } from './rules-button'

/** All there is to know about a client, and for owners what can be done. */
export async function ClientView({ client, roles }: { client: Client; roles: readonly Role[] }) {
  const may = clientManagers.some((role) => roles.includes(role))
  const live = await ask(routes.listSessions, { query: { client_id: client.client_id, state: 'active', limit: 1 } })
  const sessions = live.ok ? countWords(live.body, 'session', 'sessions') : null
  return (
    <>
      <div className="mb-6 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-title font-semibold [overflow-wrap:anywhere]">
            <bdi>{client.name}</bdi>
          </h1>
          <p className="flex flex-wrap items-center gap-x-4 text-quiet">
            <ClientStateWord disabled={client.disabled} />
            {kindWords(client)}
          </p>
        </div>
        {may && (
          <div className="flex flex-wrap gap-2">
            <RulesButton client={client} />
            <LifetimesButton client={client} />
          </div>
        )}
      </div>
      <div className="@container grid gap-8">
        <div className={may ? 'grid grid-cols-[minmax(0,1fr)] gap-x-12 gap-y-8 @4xl:grid-cols-[minmax(0,1fr)_minmax(0,20rem)]' : 'grid'}>
          <ClientFacts client={client} sessions={sessions} />
          {may && <Actions client={client} sessions={sessions} none={live.ok && live.body.count === 0 && !live.body.count_capped} />}
        </div>
      </div>
    </>
  )
}
