import { useId, type ReactNode } from 'react'
import { classNames } from './class-names'

/** How a control that takes text looks. Its edge has 3:1 against the page. */
export const controlLook =
  'w-full rounded-md border border-edge bg-surface px-2.5 text-body text-text placeholder:text-faint focus-visible:outline-offset-0 aria-invalid:border-reuse'

interface Given {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** A control with its label, what it is for, and what is wrong with it. */
export function Field(props: {
  label: string
  hint?: string | undefined
  fault?: string | undefined
  className?: string
  children: (given: Given) => ReactNode
}) {
  const { label, hint, fault, className, children } = props
  const id = useId()
  const about = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ')
  return (
    <div className={classNames('grid grid-cols-[minmax(0,1fr)] gap-1 [overflow-wrap:anywhere]', className)}>
      <label htmlFor={id} className="text-table font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': about || undefined, 'aria-invalid': fault ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-small text-faint">
          {hint}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} className="text-table text-reuse">
          {fault}
        </p>
      )}
    </div>
  )
}
