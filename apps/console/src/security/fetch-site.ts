/**
 * Whether a read comes from a page of ours, by what the browser says of it (Fetch Metadata). For answers that cost much or stay open:
 * other sites could ask for them with the cookie, although they could not read them. Browsers say nothing over plain HTTP from elsewhere
 * than this machine; then it counts as ours.
 *
 * @param typed whether an address that somebody typed, or opened from a bookmark, is let through as well
 */
export function isFromOurPages(headers: Pick<Headers, 'get'>, { typed = false } = {}): boolean {
  const site = headers.get('sec-fetch-site')
  return site === null || site === 'same-origin' || (typed && site === 'none')
}
