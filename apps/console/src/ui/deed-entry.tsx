import type { ReactNode } from 'react'

/** Something that can be done, below what it does. @param id of the words, by which the control names them */
export function DeedEntry({ words, id, children }: { words: string; id: string; children?: ReactNode }) {
  return (
    <li className="grid justify-items-start gap-2 border-b border-line py-3">
      <p id={id} className="text-table text-quiet">
        {words}
      </p>
      {children}
    </li>
  )
}
