/** The other tabs and workers of this origin. They hear only what is told while they listen. */
export interface Tabs {
  tell(message: unknown): void
  /** Gives a function that stops listening. What this same object tells, it does not hear. */
  listen(heard: (message: unknown) => void): () => void
}

/** Nobody shares what has no name. */
const alone: Tabs = { tell: () => {}, listen: () => () => {} }

/** Tabs that know one name, over BroadcastChannel; where there is none, a tab sees what happened when it next reads its store. */
export function tabsOf(name: string | undefined): Tabs {
  if (name === undefined || typeof BroadcastChannel === 'undefined') return alone
  let listening: BroadcastChannel | undefined

  return {
    tell(message) {
      // Through the channel that listens, if there is one: any other would be heard by it.
      const channel = listening ?? opened(name)
      channel?.postMessage(message)
      if (channel !== listening) channel?.close()
    },
    listen(heard) {
      const channel = opened(name)
      if (!channel) return () => {}
      listening = channel
      channel.onmessage = ({ data }) => heard(data)
      // In Node an open channel would keep the process alive.
      ;(channel as { unref?: () => void }).unref?.()
      return () => {
        channel.close()
        if (listening === channel) listening = undefined
      }
    },
  }
}

function opened(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name)
  } catch {
    // Firefox throws a SecurityError where people let a site keep nothing.
    return undefined
  }
}
