'use client'
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'

const narrowest = 72
const widest = 640

/**
 * The edge of a column: drag it, or move it with the arrow keys; a double click or Home puts it back. The width lives on the table as
 * a custom property, so that a drag renders nothing.
 */
export function ColumnHandle({ column, title }: { column: string; title: string }) {
  const drag = useRef<{ from: number; width: number } | null>(null)
  const property = `--column-${column}`

  function resize(handle: HTMLElement, width: number): void {
    const kept = Math.round(Math.min(widest, Math.max(narrowest, width)))
    handle.closest('table')?.style.setProperty(property, `${kept}px`)
    handle.setAttribute('aria-valuenow', String(kept))
  }
  function putBack(handle: HTMLElement): void {
    handle.closest('table')?.style.removeProperty(property)
    handle.setAttribute('aria-valuenow', String(widthOf(handle)))
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const handle = event.currentTarget
    if (event.key === 'ArrowLeft') resize(handle, widthOf(handle) - 16)
    else if (event.key === 'ArrowRight') resize(handle, widthOf(handle) + 16)
    else if (event.key === 'Home') putBack(handle)
    else return
    event.preventDefault()
  }
  function onPointerDown(event: PointerEvent<HTMLElement>): void {
    event.preventDefault()
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { from: event.clientX, width: widthOf(event.currentTarget) }
  }
  function onPointerMove(event: PointerEvent<HTMLElement>): void {
    if (drag.current) resize(event.currentTarget, drag.current.width + event.clientX - drag.current.from)
  }

  return (
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${title}`}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={160}
      onFocus={(event) => event.currentTarget.setAttribute('aria-valuenow', String(widthOf(event.currentTarget)))}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = null)}
      onDoubleClick={(event) => putBack(event.currentTarget)}
      className="absolute inset-y-0 right-0 hidden w-3 cursor-col-resize touch-none after:absolute after:inset-y-2 after:right-0 after:w-px after:bg-transparent hover:after:bg-edge focus-visible:after:bg-accent-text md:block"
    />
  )
}

function widthOf(handle: HTMLElement): number {
  return Math.round(handle.closest('th')?.getBoundingClientRect().width ?? narrowest)
}
