'use client'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { Dialog, DialogPanel } from '../../ui/dialog'
import { Key } from '../../ui/key'
import { keysAreOn, turnKeys, useKeys } from '../../ui/use-keys'

const shortcuts = [
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['Enter'], 'Open what the row is about'],
  [['r'], 'Revoke the session'],
  [['/'], 'Search'],
  [['?'], 'Show this sheet'],
  [['Esc'], 'Close'],
] as const

const Opening = createContext<() => void>(() => undefined)

/** Opens the sheet from a menu. */
export function useShortcutSheet(): () => void {
  return useContext(Opening)
}

/** `?` shows which keys do something, and lets people who type by voice turn the single ones off (WCAG 2.1.4). */
export function ShortcutSheet({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })

  return (
    <Opening value={() => setOpen(true)}>
      {children}
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogPanel title="Keyboard shortcuts">
          <dl className="mt-3 grid grid-cols-[5rem_1fr] gap-y-2">
            {shortcuts.map(([keys, does]) => (
              <div key={does} className="contents">
                <dt className="flex gap-1">
                  {keys.map((key) => (
                    <Key key={key}>{key}</Key>
                  ))}
                </dt>
                <dd className="text-quiet">{does}</dd>
              </div>
            ))}
          </dl>
          <KeySwitch />
        </DialogPanel>
      </Dialog>
    </Opening>
  )
}

function KeySwitch() {
  return (
    <label className="mt-4 flex items-center gap-2 border-t border-line pt-4 text-quiet">
      <input
        type="checkbox"
        defaultChecked={keysAreOn()}
        onChange={(event) => turnKeys(event.target.checked)}
        className="size-4 accent-accent"
      />
      Use single-key shortcuts
    </label>
  )
}
