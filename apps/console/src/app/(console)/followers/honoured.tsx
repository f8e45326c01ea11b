import { routes } from '@tessera/contract'
import { ask } from '../../../session/viewer'
import { HonouredWords } from './honoured-words'

/** Who honours an end, as it stood when the page was asked for; until all do, it keeps itself up to date. */
export async function Honoured({ at, companyId }: { at: string; companyId: number | null }) {
  const answer = await ask(routes.listFollowers)
  return <HonouredWords at={at} companyId={companyId} first={answer.ok ? answer.body : null} />
}
