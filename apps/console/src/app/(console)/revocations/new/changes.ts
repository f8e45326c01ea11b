import type { RevocationPreview } from '@tessera/contract'

type Figures = Pick<RevocationPreview, 'count' | 'users' | 'clients' | 'companies'>

/** What is different between two previews of the same, a phrase each: “12 sessions, before 10”. */
export function changesBetween(before: Figures, now: Figures): readonly string[] {
  const changed = (words: string, was: number, is: number) =>
    was === is ? [] : [`${words}: ${is.toLocaleString('en')}, before ${was.toLocaleString('en')}`]
  const byName = (kind: string, were: Figures['clients'], are: Figures['clients']) => {
    const ids = [...new Set([...were, ...are].map(({ id }) => id))]
    return ids.flatMap((id) => {
      const [was, is] = [were, are].map((list) => list.find((each) => each.id === id))
      return changed(`${kind} ${(is ?? was)?.name}`, was?.count ?? 0, is?.count ?? 0)
    })
  }
  return [
    ...changed('Sessions', before.count, now.count),
    ...changed('People', before.users, now.users),
    ...byName('Client', before.clients, now.clients),
    ...byName('Company', before.companies, now.companies),
  ]
}
