'use client'
import { Rows2, Rows3 } from 'lucide-react'
import type { Density } from '../app/preferences'
import { prefer, usePreference } from '../app/use-preference'
import { Button } from '../ui/button'

/** 36 px a row, or 28 px. */
export function DensitySwitch({ now }: { now: Density }) {
  const compact = usePreference('density', now) === 'compact'

  return (
    <Button
      look="bare"
      size="icon"
      aria-pressed={compact}
      aria-label="Compact rows"
      title="Compact rows"
      onClick={() => prefer({ density: compact ? 'comfortable' : 'compact' })}
      className="max-md:hidden"
    >
      {compact ? <Rows3 /> : <Rows2 />}
    </Button>
  )
}
