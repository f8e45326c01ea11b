'use client'
import type { Followers } from '@tessera/contract'
import Link from 'next/link'
import { useState } from 'react'
import { Tile } from '../../../ui/tile'
import { honourOf, markOf, matters } from './honour'
import { honourInWords } from './honour-words'
import { useFollowers } from './use-followers'

/** Milliseconds between two looks, until everybody that reports is there. */
const rhythm = 1_000

interface HonouredWordsProps {
  /** When the sessions ended. */
  at: string
  /** Whose they were; null for those of more than one company. */
  companyId: number | null
  /** The followers, read after the end was; null where they are still to be read. */
  first: Followers | null
}

/** Whether the access tokens of what ended are refused already, and where not. */
export function HonouredWords({ at, companyId, first }: HonouredWordsProps) {
  const [settled, settle] = useState(false)
  const { followers, trouble } = useFollowers(first, settled ? null : rhythm)
  // The first answer came after the end was committed, and so whoever is past its time has read the end.
  const [seen, setSeen] = useState(first?.as_of ?? null)
  if (followers !== null && seen === null) setSeen(followers.as_of)
  const honour = followers && seen !== null && matters(at, seen) ? honourOf(followers, markOf(at, seen), companyId) : null
  const over = followers !== null && seen !== null && (honour === null || (honour.behind.length === 0 && !honour.more.behind))
  if (over && !settled) settle(true)

  if (honour === null) {
    return followers === null && trouble ? <p className="text-table text-quiet">{trouble}: it is not known who honours it.</p> : null
  }
  return (
    <div role="status" className="grid gap-1 text-table [overflow-wrap:anywhere]">
      {honourInWords(honour).map(({ hue, words }) => (
        <p key={words} className="flex items-baseline gap-2">
          <Tile className={hue} />
          <span>{words}</span>
        </p>
      ))}
      {honour.all !== 0 && (
        <p>
          <Link href="/followers" prefetch={false} className="text-quiet underline decoration-edge underline-offset-4 hover:text-text">
            Followers, and how far each is
          </Link>
        </p>
      )}
    </div>
  )
}
