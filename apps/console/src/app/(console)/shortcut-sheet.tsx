'use client'
import { Dialog, DialogPanel } from '../../ui/dialog'
import { Key } from '../../ui/key'
import { keysAreOn, turnKeys } from '../../ui/use-keys'
import type { Place } from './place'

type Shortcut = readonly [keys: readonly string[], does: string]

const everywhere: readonly Shortcut[] = [
  [['⌘', 'K'], 'Command palette; or Ctrl K'],
  [['/'], 'Search'],
  [['?'], 'Show this sheet'],
  [['Esc'], 'Close'],
]
const inLists: readonly Shortcut[] = [
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['Enter'], 'Open what the row is about'],
  [['x'], 'Select the session'],
  [['r'], 'Revoke the session'],
]

/** Which keys do something; and lets people who type by voice turn the single ones off (WCAG 2.1.4). */
export function ShortcutSheet(props: { open: boolean; onOpenChange: (open: boolean) => void; places: readonly Place[] }) {
  const { open, onOpenChange, places } = props
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogPanel title="Keyboard shortcuts" className="w-[min(40rem,calc(100vw-2rem))]">
        <div className="mt-3 grid gap-x-8 gap-y-4 sm:grid-cols-2">
          <div className="grid content-start gap-4">
            <Part title="Everywhere" shortcuts={everywhere} />
            {places.length > 0 && <Part title="In lists" shortcuts={inLists} />}
          </div>
          {places.length > 0 && <Part title="Go to" shortcuts={places.map(({ key, name }) => [['g', key], name])} />}
        </div>
        <KeySwitch />
      </DialogPanel>
    </Dialog>
  )
}

function Part({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-2 text-table font-semibold">{title}</h3>
      <dl className="grid grid-cols-[4rem_1fr] gap-y-2">
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
    </section>
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
