import type { ReactNode } from 'react'

/** A session opened from the list stands in a panel beside it (@panel); by its address it is a page of its own. */
export default function SessionsLayout({ children, panel }: { children: ReactNode; panel: ReactNode }) {
  return (
    <>
      {children}
      {panel}
    </>
  )
}
