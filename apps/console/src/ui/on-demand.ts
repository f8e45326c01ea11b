'use client'
import { useEffect, useState } from 'react'

interface OnDemand<Part> {
  /** Fetches the part, so that it is there when it is wanted. */
  readonly prepare: () => void
  /**
   * The part, once somebody wanted it and it has come. Never at the first render, so that server and browser agree.
   *
   * @param instead what stands in when it cannot be fetched; without, the page shows its error state
   */
  readonly useWhen: (wanted: boolean, instead?: Part) => Part | undefined
}

/** A part of the console that most visits never need: fetched when it is first wanted, and kept. */
export function onDemand<Part>(fetch: () => Promise<Part>): OnDemand<Part> {
  let coming: Promise<Part> | undefined
  const load = () =>
    (coming ??= fetch().catch((fault: unknown) => {
      coming = undefined
      throw fault
    }))

  return {
    prepare: () => void load().catch(() => undefined),
    useWhen: (wanted, instead) => {
      const [came, setCame] = useState<{ readonly part: Part } | { readonly fault: unknown }>()
      useEffect(() => {
        if (!wanted) return
        let gone = false
        load().then(
          (part) => gone || setCame({ part }),
          (fault: unknown) => gone || setCame({ fault }),
        )
        return () => void (gone = true)
      }, [wanted])
      if (came === undefined) return undefined
      if ('part' in came) return came.part
      if (instead === undefined) throw came.fault
      return instead
    },
  }
}
