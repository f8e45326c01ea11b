const key = /tessera_ak_[A-Za-z0-9]{10}/

/** The beginning of an API key, which may be seen, out of what somebody pasted: of a whole key the rest goes nowhere. Null where there is none. */
export function visiblePart(pasted: string): string | null {
  return key.exec(pasted)?.[0] ?? null
}
