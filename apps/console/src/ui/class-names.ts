import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({ extend: { theme: { text: ['small', 'table', 'body', 'title'], shadow: ['lifted'] } } })

/** Joins class names; of two that contradict each other the later one counts. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values))
}
