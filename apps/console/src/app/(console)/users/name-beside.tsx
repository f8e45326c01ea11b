import { classNames } from '../../../ui/class-names'
import { givenLook } from '../../../lists/columns'

/** A user's name beside their address in a row: where there is room for some letters of it, and else not at all. */
export function NameBeside({ name }: { name: string }) {
  return (
    // Without room for basis-12 the name goes to a second line, which is out of sight.
    <span className="flex h-lh min-w-0 shrink-[9999] flex-wrap content-start overflow-hidden text-quiet before:content-['\200b'] max-md:hidden">
      <span dir="auto" title={name} className={classNames('max-w-max min-w-0 grow basis-12', givenLook)}>
        {name}
      </span>
    </span>
  )
}
