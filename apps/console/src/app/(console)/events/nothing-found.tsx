import { NotTyped } from '../../../lists/nothing-here'
import { Notice } from '../../../ui/notice'

/** An empty page: nothing that matches, nothing that matches so far, or nothing at all. */
export function NoEventFound(props: { narrowed: boolean; later: boolean; further: boolean; typed: string }) {
  const { narrowed, later, further, typed } = props
  if (further) {
    return (
      <Notice title="Nothing found so far">
        <p>The search goes back in steps, and there are older events it has not looked at. Search further, or narrow it less.</p>
      </Notice>
    )
  }
  if (narrowed) {
    return (
      <Notice title={later ? 'No further event matches' : 'No event matches'}>
        {typed === '' ? (
          <NotTyped narrowed />
        ) : (
          <p>
            The search takes the whole id of a session or a user, the whole e-mail of a user, or an address or network. Check it, or remove
            a filter.
          </p>
        )}
        <p>Events older than the log is kept are gone.</p>
      </Notice>
    )
  }
  return (
    <Notice title={later ? 'No more events' : 'Nothing has happened yet'}>
      <p>Every login, every end of a session and every change that somebody makes is written down here. Old ones go after a while.</p>
    </Notice>
  )
}
