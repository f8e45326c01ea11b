'use client'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { createContext, useContext, useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { isForPage, useKeys } from '../../ui/use-keys'
import type { Place } from './place'

const loadPalette = () => import('./palette').then(({ Palette }) => Palette)
const Palette = dynamic(loadPalette, { ssr: false })
const ShortcutSheet = dynamic(() => import('./shortcut-sheet').then(({ ShortcutSheet }) => ShortcutSheet), { ssr: false })

interface Opening {
  readonly openSheet: () => void
  readonly openPalette: () => void
  /** Fetches the palette, so that it opens at once. */
  readonly preparePalette: () => void
}

const nothing = () => undefined
const OpeningContext = createContext<Opening>({ openSheet: nothing, openPalette: nothing, preparePalette: nothing })

/** Opens the sheet or the palette from a button. */
export function useOpening(): Opening {
  return useContext(OpeningContext)
}

/** For how long the letter after a `g` goes to a place, milliseconds. */
const patience = 1_500

/** What keys do on every page: ⌘K or Ctrl K opens the palette, `?` the sheet of shortcuts, `g` and a letter goes to a place. */
export function Keyboard(props: { places: readonly Place[]; mayEndMany: boolean; children: ReactNode }) {
  const { places, mayEndMany, children } = props
  // Undefined until they are first opened: before that, they are not even loaded.
  const [sheet, setSheet] = useState<boolean>()
  const [palette, setPalette] = useState<boolean>()
  const router = useRouter()
  const path = usePathname()
  const begun = useRef(-Infinity)
  useFocusOnArrival(path)
  useKeys({ '?': () => setSheet(true), g: () => (begun.current = performance.now()) })

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault()
      setPalette((open) => !open)
      return
    }
    const after = performance.now() - begun.current
    begun.current = -Infinity
    const to = after < patience && isForPage(event) ? places.find(({ key }) => key === event.key) : undefined
    if (!to) return
    // The letter alone may do something on this page.
    event.preventDefault()
    if (to.href !== path) router.push(to.href)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen, { capture: true })
    return () => document.removeEventListener('keydown', listen, { capture: true })
  }, [])

  const opening: Opening = {
    openSheet: () => setSheet(true),
    openPalette: () => setPalette(true),
    preparePalette: () => void loadPalette(),
  }
  return (
    <OpeningContext value={opening}>
      {children}
      {sheet !== undefined && <ShortcutSheet open={sheet} onOpenChange={setSheet} places={places} />}
      {palette !== undefined && (
        <Palette open={palette} onOpenChange={setPalette} {...{ places, mayEndMany }} openSheet={opening.openSheet} />
      )}
    </OpeningContext>
  )
}

/** Whoever pressed what is not on the next page goes on in its content, and not before the first link of all. */
function useFocusOnArrival(path: string): void {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    if (document.activeElement === document.body) document.getElementById('content')?.focus({ preventScroll: true })
  }, [path])
}
