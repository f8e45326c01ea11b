/**
 * Only what RFC 3986 lets stand before a query, and the two characters that browsers send as they are besides: URL parsers forgive more, and
 * would make one address of two.
 */
const uri = /^https?:\/\/(?!\/)[\w.~:/[\]@!$&'()*+,;=%|^-]+$/i

/**
 * An address without its query and fragment, in the one spelling that RFC 3986 §6.2.2 and §6.2.3 give it: so two that mean the same are
 * the same string (RFC 9449 §4.3).
 *
 * @returns null for what is no http or https address
 */
export function targetUriOf(address: string): string | null {
  // What is left out is not looked at: browsers send braces and more in a query.
  const [target = ''] = address.split(/[?#]/, 1)
  if (!uri.test(target) || !URL.canParse(target)) return null
  // This settles the letters of scheme and host, default ports, the empty path and dot segments, but no percent-encoding in the path.
  return new URL(target).href.replace(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCharCode(parseInt(encoded.slice(1), 16))
    return /[\w.~-]/.test(character) ? character : encoded.toUpperCase()
  })
}
