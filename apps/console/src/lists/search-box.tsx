'use client'
import { Search as Glass } from 'lucide-react'
import { useRef } from 'react'
import { classNames } from '../ui/class-names'
import { controlLook } from '../ui/field'
import { useKeys } from '../ui/use-keys'
import type { Narrow } from './use-search'
import { useSearched } from './use-searched'

/** One box: the API searches what the text looks like. `/` goes here, Escape leaves. */
export function SearchBox(props: {
  label: string
  placeholder: string
  page: `/${string}`
  text: string
  narrow: Narrow<{ q: string | null }>
}) {
  const { label, placeholder, page, text, narrow } = props
  const input = useRef<HTMLInputElement>(null)
  const { onText, onPaste } = useSearched((q) => narrow({ q: q || null }, 'typing'))
  useKeys({ '/': () => input.current?.select() })

  return (
    <form
      role="search"
      action={page}
      onSubmit={(event) => {
        event.preventDefault()
        narrow({ q: text.trim() || null })
      }}
      className="relative min-w-0 grow basis-72 md:max-w-md"
    >
      <Glass aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint" />
      <input
        ref={input}
        name="q"
        type="search"
        aria-label={label}
        placeholder={placeholder}
        maxLength={254}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onPaste={onPaste}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // The browser would empty the box.
          event.preventDefault()
          event.currentTarget.blur()
        }}
        // The browser's cross is blue.
        className={classNames(controlLook, 'h-8 pl-8.5 [&::-webkit-search-cancel-button]:grayscale')}
      />
    </form>
  )
}
