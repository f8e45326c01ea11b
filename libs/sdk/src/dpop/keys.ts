/** As `crypto.subtle` makes it. By this name, since `CryptoKeyPair` is one of the DOM's types alone, which a program on a server has not. */
export type KeyPair = Extract<Awaited<ReturnType<typeof crypto.subtle.generateKey>>, { privateKey: unknown }>

/** Where the key of this device is kept. Its private half cannot be taken out, by any script, not by this one. */
export interface KeyStore {
  /** Null where there is none. */
  load(): Promise<KeyPair | null>
  /** The one that is there; else a new one. Whoever asks at the same time gets the same. */
  loadOrMake(): Promise<KeyPair>
}

/** Keeps the key for as long as the page or the process lives. What is bound to it ends with it. */
export function memoryKeys(): KeyStore {
  let pair: Promise<KeyPair> | null = null
  return { load: async () => pair, loadOrMake: () => (pair ??= newKeyPair()) }
}

/**
 * Keeps the key in the browser, for all tabs and workers of one origin (IndexedDB holds keys that cannot be exported). Where there is no
 * IndexedDB (on a server, or where people let no site keep anything) a login is a fault.
 */
export function indexedDbKeys(name = 'tessera'): KeyStore {
  let known: KeyPair | null = null

  async function load(): Promise<KeyPair | null> {
    // Read each time. People clear a site's data while its pages are open: a session begun with a key that a page remembers would end with the page.
    const kept = await inKeys<KeyPair | undefined>('readonly', (keys) => keys.get(name)).catch((thrown: unknown) => {
      // A browser that loses its database says nothing of what is in it.
      if (known === null) throw thrown
      return known
    })
    return (known = kept ?? null)
  }

  async function loadOrMake(): Promise<KeyPair> {
    const kept = await load()
    if (kept !== null) return kept
    const made = await newKeyPair()
    // Another tab may have made one meanwhile: the first stays.
    await inKeys('readwrite', (keys) => keys.add(made, name)).catch((thrown: unknown) => {
      if (!(thrown instanceof DOMException && thrown.name === 'ConstraintError')) throw thrown
    })
    const first = await load()
    if (first === null) throw new Error('The browser did not keep the key')
    return first
  }

  return { load, loadOrMake }
}

function newKeyPair(): Promise<KeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
}

/** Runs one request in a transaction of its own; done when what it wrote is kept. */
async function inKeys<T>(mode: IDBTransactionMode, ask: (keys: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened()
  try {
    const transaction = database.transaction('keys', mode)
    const asked = ask(transaction.objectStore('keys'))
    return await new Promise<T>((done, failed) => {
      transaction.oncomplete = () => done(asked.result)
      transaction.onabort = () => failed(transaction.error ?? asked.error)
    })
  } finally {
    database.close()
  }
}

async function opened(): Promise<IDBDatabase> {
  try {
    const opening = indexedDB.open('tessera-dpop', 1)
    return await new Promise((done, failed) => {
      opening.onupgradeneeded = () => void opening.result.createObjectStore('keys')
      opening.onsuccess = () => done(opening.result)
      opening.onerror = () => failed(opening.error)
    })
  } catch (cause) {
    // What browsers say of it themselves names neither keys nor IndexedDB.
    throw new Error('IndexedDB does not open here, so no key can be kept: give dpop another store of keys', { cause })
  }
}
