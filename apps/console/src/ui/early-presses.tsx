/** Before anything else on a page, with the nonce of its policy. */
export function EarlyPresses({ nonce }: { nonce: string | undefined }) {
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: `(${holdEarlyPresses.toString()})()` }} />
}

/**
 * A button is seen before React has come to it, and nobody would hear that it was pressed. Such a press is held, and given once React is there
 * (docs/decisions/0111-early-presses.md). What browsers do by themselves, links and forms, goes its way.
 *
 * Runs in the browser out of its own text: nothing from outside may be named in it.
 */
function holdEarlyPresses(): void {
  const held = new Set<Element>()
  // Under such a name React keeps what it knows of an element, from when it has come to it.
  const isHeard = (element: Element) => Object.keys(element).some((name) => name.startsWith('__reactProps$'))

  function give(button: HTMLButtonElement): void {
    if (button.isConnected && !isHeard(button)) {
      requestAnimationFrame(() => give(button))
      return
    }
    held.delete(button)
    button.click()
  }

  window.addEventListener(
    'click',
    (press) => {
      const at = press.target instanceof Element ? press.target : null
      const button = at?.closest<HTMLButtonElement>('button[type=button]')
      // A label that is still to come may be in a button that is there: React drops what falls on it.
      if (!at || !button || (isHeard(at) && isHeard(button))) return
      press.stopImmediatePropagation()
      // Who presses once more, since nothing happened, wants it once.
      if (held.has(button)) return
      held.add(button)
      give(button)
    },
    true,
  )
}
