'use client'
import { Command } from 'cmdk'
import { CornerDownLeft, Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useSearched } from '../../lists/use-searched'
import { Dialog, DialogClose, DialogPanel } from '../../ui/dialog'
import { Key } from '../../ui/key'
import { prefer, preferenceNow } from '../use-preference'
import { entriesFor, type Deed, type Entry } from './palette-entries'
import type { Place } from './place'
import { useSignOut } from './use-sign-out'

interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  places: readonly Place[]
  mayEndMany: boolean
  openSheet: () => void
}

/** One box from which everything can be reached: places, searches, deeds. Loaded when it is first opened. */
export function Palette({ open, onOpenChange, places, mayEndMany, openSheet }: PaletteProps) {
  const [text, setText] = useState('')
  const { onText, onPaste } = useSearched(setText)
  const router = useRouter()
  const signOut = useSignOut()

  function close(): void {
    onOpenChange(false)
    setText('')
  }
  function run({ does }: Entry): void {
    close()
    if ('go' in does) router.push(does.go)
    else act[does.deed]()
  }
  const act: Readonly<Record<Deed, () => void>> = {
    'theme-system': () => prefer({ theme: 'system' }),
    'theme-light': () => prefer({ theme: 'light' }),
    'theme-dark': () => prefer({ theme: 'dark' }),
    density: () => prefer({ density: preferenceNow('density') === 'compact' ? 'comfortable' : 'compact' }),
    shortcuts: openSheet,
    'sign-out': signOut,
  }
  const groups = entriesFor(text, places, mayEndMany)

  return (
    <Dialog open={open} onOpenChange={(opens) => (opens ? onOpenChange(true) : close())}>
      <DialogPanel title="Command palette" bare className="w-[min(36rem,calc(100vw-2rem))] p-0">
        <Command label="Command palette" shouldFilter={false} loop className="flex max-h-[min(28rem,calc(100dvh-8rem))] flex-col">
          <div className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
            <Search aria-hidden className="size-4 shrink-0 text-faint" />
            <Command.Input
              value={text}
              onValueChange={onText}
              onPaste={onPaste}
              maxLength={254}
              placeholder={places.length > 0 ? 'A page, an e-mail, an id, a token, a network, a command' : 'A page or a command'}
              className="h-full min-w-0 flex-1 bg-transparent text-body placeholder:text-faint focus-visible:outline-none"
            />
            <DialogClose aria-label="Close" className="shrink-0 rounded-sm">
              <Key>Esc</Key>
            </DialogClose>
          </div>
          <Command.List className="min-h-0 flex-1 scroll-py-2 overflow-y-auto p-2">
            <Command.Empty className="px-2 py-6 text-quiet">Nothing here is called that.</Command.Empty>
            {groups.map(({ title, entries }) => (
              <Command.Group
                key={title}
                heading={title}
                className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-faint"
              >
                {entries.map((entry) => (
                  <Command.Item
                    key={entry.name}
                    value={`${title} ${entry.name}`}
                    onSelect={() => run(entry)}
                    className="group/entry flex min-h-9 cursor-default items-center gap-3 rounded-md px-2 py-1.5 data-[selected=true]:bg-hover"
                  >
                    <bdi className="min-w-0 flex-1 [overflow-wrap:anywhere]">{entry.name}</bdi>
                    <CornerDownLeft
                      aria-hidden
                      className="size-3.5 shrink-0 text-faint opacity-0 group-data-[selected=true]/entry:opacity-100"
                    />
                    {entry.keys && (
                      <span aria-hidden className="flex gap-1 max-sm:hidden">
                        {entry.keys.split(' ').map((key) => (
                          <Key key={key}>{key}</Key>
                        ))}
                      </span>
                    )}
                  </Command.Item>
                ))}
              </Command.Group>
            ))}
          </Command.List>
        </Command>
      </DialogPanel>
    </Dialog>
  )
}
