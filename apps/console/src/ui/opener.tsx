'use client'
import { Slot } from 'radix-ui'
import type { KeyboardEvent, ReactElement } from 'react'

interface OpenerProps {
  opens: 'menu' | 'dialog'
  onWanted: () => void
  prepare: () => void
  children: ReactElement
}

/** A button whose menu or panel has not been fetched yet. It looks and answers as it will when it has been. */
export function Opener({ opens, onWanted, prepare, children }: OpenerProps) {
  function openDown(event: KeyboardEvent): void {
    if (opens !== 'menu' || event.key !== 'ArrowDown') return
    event.preventDefault()
    onWanted()
  }
  return (
    <Slot.Root
      aria-haspopup={opens}
      aria-expanded={false}
      data-state="closed"
      onClick={onWanted}
      onKeyDown={openDown}
      onPointerEnter={prepare}
      onFocus={prepare}
    >
      {children}
    </Slot.Root>
  )
}
