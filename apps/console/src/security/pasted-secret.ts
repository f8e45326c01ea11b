/** 60 bytes in base64url: four of the key's id, sixteen of the session's, then what is no use without the key. */
const refreshToken = /tessera_rt_([\w-]{80})/
/** A signed JWT: header, claims, signature. */
const accessToken = /\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/
const apiKey = /tessera_ak_[A-Za-z0-9]{10}/

/** Something secret that somebody pasted: what of it may be seen, and searched for. */
export interface PastedSecret {
  readonly kind: 'refresh token' | 'access token' | 'API key'
  /** The id of the token's session, or the beginning of the key; null where it names no session. */
  readonly seen: string | null
}

/** The first token or API key in a text, as a log or a command may have it. Read here, in the browser; the rest is nobody's to send. */
export function secretIn(text: string): PastedSecret | null {
  const [, bytes] = refreshToken.exec(text) ?? []
  if (bytes !== undefined) return { kind: 'refresh token', seen: uuidOf(textOf(bytes).slice(4, 20)) }
  const [, claims] = accessToken.exec(text) ?? []
  if (claims !== undefined) return { kind: 'access token', seen: sessionIn(claims) }
  const [beginning] = apiKey.exec(text) ?? []
  return beginning === undefined || beginning === text.trim() ? null : { kind: 'API key', seen: beginning }
}

/** The beginning of an API key, which may be seen, out of what somebody pasted: of a whole key the rest goes nowhere. Null where there is none. */
export function visiblePart(pasted: string): string | null {
  return apiKey.exec(pasted)?.[0] ?? null
}

function sessionIn(claims: string): string | null {
  try {
    const { sid } = JSON.parse(textOf(claims)) as { sid?: unknown }
    return typeof sid === 'string' ? sid : null
  } catch {
    return null
  }
}

/** A character for each byte. @throws where it is no base64url */
function textOf(base64url: string): string {
  return atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
}

function uuidOf(bytes: string): string {
  const hex = [...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
