const utf8 = new TextDecoder('utf-8', { fatal: true })

/** The text of bytes that must be UTF-8, where Node would put U+FFFD for what is not; null when they are not. */
export function textOf(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
