import { NotTyped } from '../../../lists/nothing-here'
import { Notice } from '../../../ui/notice'

/** An empty page: nothing that matches, or nothing that matches so far. Everything is never empty: whoever looks is a user. */
export function NoUserFound(props: { narrowed: boolean; later: boolean; further: boolean; typed: string }) {
  const { narrowed, later, further, typed } = props
  if (further) {
    return (
      <Notice title="Nothing found so far">
        <p>The search goes back in steps, and there are older users it has not looked at. Search further, or narrow it less.</p>
      </Notice>
    )
  }
  return (
    <Notice title={!narrowed ? 'No more users' : later ? 'No further user matches' : 'No user matches'}>
      {typed === '' ? (
        <NotTyped narrowed={narrowed} />
      ) : (
        <p>
          The search takes a name, or the beginnings of its words, the beginning of an e-mail, or the whole id of a user. Check it, or
          remove a filter. Deleted users have no name, and are found by the state “Deleted” alone.
        </p>
      )}
    </Notice>
  )
}
