'use client'
import { Search } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { Button } from '../../ui/button'
import { Key } from '../../ui/key'
import { useOpening } from './keyboard'

/** The palette, for hands on a pointer; and the key for the others to learn. */
export function PaletteButton() {
  const { openPalette, preparePalette } = useOpening()
  const apple = useSyncExternalStore(
    never,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  )
  return (
    <Button
      look="bare"
      aria-label="Command palette"
      aria-keyshortcuts="Meta+K Control+K"
      title="Go to, search, do"
      onClick={openPalette}
      onPointerEnter={preparePalette}
      onFocus={preparePalette}
      className="px-2"
    >
      <Search />
      <span className="flex gap-1 max-xl:hidden">
        <Key>{apple ? '⌘' : 'Ctrl'}</Key>
        <Key>K</Key>
      </span>
    </Button>
  )
}

const never = () => () => undefined
