'use client'
import { Rows2, Rows3 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../ui/button'
import { preferenceNames, remember, type Density } from '../app/preferences'

/** 36 px a row, or 28 px. */
export function DensitySwitch({ now }: { now: Density }) {
  const [density, setDensity] = useState(now)
  const compact = density === 'compact'

  function flip(): void {
    const chosen = compact ? 'comfortable' : 'compact'
    setDensity(chosen)
    remember(preferenceNames.density, chosen)
    document.querySelector<HTMLElement>('table[data-density]')?.setAttribute('data-density', chosen)
  }

  return (
    <Button
      look="bare"
      size="icon"
      aria-pressed={compact}
      aria-label="Compact rows"
      title="Compact rows"
      onClick={flip}
      className="max-md:hidden"
    >
      {compact ? <Rows3 /> : <Rows2 />}
    </Button>
  )
}
