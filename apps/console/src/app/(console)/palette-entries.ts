import { visiblePart } from '../../security/pasted-secret'
import type { Place } from './place'
import { isNetwork } from './sessions/network'

export type Deed = 'theme-system' | 'theme-light' | 'theme-dark' | 'density' | 'shortcuts' | 'sign-out'

/** A line of the palette: it leads somewhere, or does something. */
export interface Entry {
  readonly name: string
  readonly does: { readonly go: `/${string}` } | { readonly deed: Deed }
  /** The keys that do the same without the palette. */
  readonly keys?: string
}

export interface Entries {
  readonly title: string
  readonly entries: readonly Entry[]
}

/** `words`: what else it is found by. */
type Findable = Entry & { readonly words?: string }

const own: readonly Findable[] = [
  { name: 'Your account', does: { go: '/account' }, words: 'profile name e-mail' },
  { name: 'Your password and second factor', does: { go: '/account/security' }, words: 'security' },
  { name: 'Your sessions', does: { go: '/account/sessions' } },
  { name: 'Your API keys', does: { go: '/account/api-keys' } },
]

const revokeEverything: Findable = {
  name: 'Revoke everything…',
  does: { go: '/revocations/new' },
  words: 'end many all sessions of a user company client platform',
}

const deeds: readonly (Findable & { readonly forLists?: true })[] = [
  { name: 'Use the light theme', does: { deed: 'theme-light' } },
  { name: 'Use the dark theme', does: { deed: 'theme-dark' } },
  { name: 'Use the theme of the system', does: { deed: 'theme-system' } },
  { name: 'Switch between comfortable and compact rows', does: { deed: 'density' }, words: 'density', forLists: true },
  { name: 'Show keyboard shortcuts', does: { deed: 'shortcuts' }, words: 'help keys', keys: '?' },
  { name: 'Sign out everywhere else…', does: { go: '/account/sessions' }, words: 'revoke others my other sessions' },
  { name: 'Sign out', does: { deed: 'sign-out' }, words: 'log out leave' },
]

/**
 * What the palette offers for a text. What looks like an id, an address or a network is first searched for; any other text is first
 * looked for among the places.
 *
 * @param places those that the reader is shown; none for people without a role
 * @param mayEndMany whether the reader may end many sessions at once
 */
export function entriesFor(text: string, places: readonly Place[], mayEndMany: boolean): readonly Entries[] {
  const wanted = text.trim()
  const goTo = places.map(({ href, name, key, words = '' }): Findable => ({ name, does: { go: href }, keys: `g ${key}`, words }))
  const able: readonly Findable[] = [
    ...(mayEndMany ? [revokeEverything] : []),
    ...deeds.filter(({ forLists }) => places.length > 0 || !forLists),
  ]
  const found: readonly Entries[] = [
    { title: 'Go to', entries: [...goTo, ...own].filter((entry) => fits(entry, wanted)) },
    { title: 'Do', entries: able.filter((entry) => fits(entry, wanted)) },
  ]
  const searches: Entries = { title: 'Search', entries: wanted && places.length > 0 ? searchesFor(wanted) : [] }
  const inOrder = kindOf(wanted) === 'text' ? [...found, searches] : [searches, ...found]
  return inOrder.filter(({ entries }) => entries.length > 0)
}

function searchesFor(text: string): readonly Entry[] {
  const q = `?q=${encodeURIComponent(text)}` as const
  const entry = (name: string, go: `/${string}`): Entry => ({ name, does: { go } })
  switch (kindOf(text)) {
    case 'key': {
      const beginning = visiblePart(text) ?? ''
      return [entry(`The API key that begins with ${beginning}`, `/api-keys?prefix=${beginning}`)]
    }
    case 'id':
      return [
        entry('Open the session with this id', `/sessions/${text.toLowerCase()}`),
        entry('Open the user with this id', `/users/${text.toLowerCase()}`),
        entry('Sessions of the user with this id', `/sessions?user_id=${text.toLowerCase()}`),
        entry('Events about this id', `/events${q}`),
      ]
    case 'network':
      return [entry(`Sessions that began at ${text}`, `/sessions${q}`), entry(`Events from ${text}`, `/events${q}`)]
    case 'email':
      return [
        entry(`Sessions of ${text}`, `/sessions${q}`),
        entry(`Users whose e-mail begins with ${text}`, `/users${q}`),
        entry(`Events about ${text}`, `/events${q}`),
      ]
    case 'text':
      return [entry(`Search sessions for “${text}”`, `/sessions${q}`), entry(`Search users for “${text}”`, `/users${q}`)]
  }
}

const id = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function kindOf(text: string): 'key' | 'id' | 'network' | 'email' | 'text' {
  if (visiblePart(text)) return 'key'
  if (id.test(text)) return 'id'
  if (isNetwork(text)) return 'network'
  return text.indexOf('@') > 0 ? 'email' : 'text'
}

/** Whether each typed word begins a word of the entry. */
function fits({ name, words = '' }: { readonly name: string; readonly words?: string }, text: string): boolean {
  const known = `${name} ${words}`.toLowerCase().split(/[\s-]+/)
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((typed) => known.some((word) => word.startsWith(typed)))
}
