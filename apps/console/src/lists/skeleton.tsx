import { classNames } from '../ui/class-names'
import { Waiting } from '../ui/mark'
import { actionsShown, actionsWidth, selectWidth, type Column } from './columns'

const lengths = ['w-3/5', 'w-4/5', 'w-2/5', 'w-3/4', 'w-1/2'] as const

/**
 * Quiet bars where the rows will be, and the mark at work in the first: nothing moves when they come. Like the rows, those for which a low window has no
 * room are not for the page to scroll.
 */
export function ListSkeleton(props: {
  columns: readonly Column[]
  words: string
  select?: boolean
  least?: string | undefined
  actions?: boolean
}) {
  const { columns, words, select = false, least, actions = false } = props
  return (
    <div className="min-h-0 flex-1 md:overflow-hidden">
      <table role="presentation" className={classNames('w-full table-fixed border-separate border-spacing-0 text-table', least)}>
        <thead>
          <tr>
            {select && <td className={classNames('border-b border-line', selectWidth)} />}
            {columns.map(({ id, title, width, shown, main }) => (
              <th
                key={id}
                className={classNames(
                  'h-8 border-b border-line px-3 text-left font-medium text-quiet first:pl-4',
                  main && 'max-md:pl-4',
                  width,
                  shown,
                )}
              >
                {title}
              </th>
            ))}
            {actions && <td className={classNames('border-b border-line', actionsWidth, actionsShown)} />}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 12 }, (_, row) => (
            <tr key={row}>
              {select && <td className="border-b border-line" />}
              {columns.map(({ id, shown, main }, column) => (
                <td key={id} className={classNames('h-9 border-b border-line px-3 first:pl-4 max-md:h-14', main && 'max-md:pl-4', shown)}>
                  {row > 0 ? (
                    <span className={classNames('block h-2 rounded-sm bg-pressed', lengths[(row + column * 2) % lengths.length])} />
                  ) : (
                    main && <Waiting>{words}</Waiting>
                  )}
                </td>
              ))}
              {actions && <td className={classNames('border-b border-line', actionsShown)} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
