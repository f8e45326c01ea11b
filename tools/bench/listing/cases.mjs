/** The filters of the list, each with what it takes from a session, so that a query with several of them has a match. */
const filters = {
  'state active': () => ({ state: 'active' }),
  'state ended': () => ({ state: 'ended' }),
  'state expired': () => ({ state: 'expired' }),
  reason: ({ reason }) => ({ reason: reason ?? 'revoked_by_admin' }),
  user: ({ userId }) => ({ userId }),
  'e-mail': ({ email }) => ({ emailPrefix: email }),
  'first name': ({ email }) => ({ search: { emailPrefixOrDevice: email.split('.')[0] } }),
  device: ({ deviceName }) => ({ device: deviceName ?? 'Pixel' }),
  client: ({ clientId }) => ({ clientId }),
  company: ({ companyId }) => ({ companyId }),
  "a company's own administrator": ({ companyId }) => ({ reach: { companyId } }),
  address: ({ ip }) => ({ ip }),
  network: ({ ip }) => ({ ip: networkOf(ip) }),
  country: ({ country }) => ({ country }),
  browser: ({ browser }) => ({ browser }),
  system: ({ system }) => ({ system }),
  'our own format': () => ({ dialect: null }),
  started: ({ startedAt }) => ({ startedAfter: startedAt - day, startedBefore: startedAt + day }),
  ended: ({ issuedAt }) => ({ endedAfter: issuedAt - day, endedBefore: issuedAt + day }),
  seen: ({ issuedAt }) => ({ seenAfter: issuedAt - day, seenBefore: issuedAt + day }),
}

/** What finds nothing, or nearly nothing: what bounds it is a cursor and a time. */
const rare = {
  'a format that nobody uses': () => ({ dialect: 'xerial' }),
  'a country that nobody is in': () => ({ country: 'AQ' }),
  'a text that is nowhere': () => ({ search: { emailPrefixOrDevice: 'zzzz' } }),
  'a client that nobody uses': () => ({ clientId: 'tessera-console' }),
  'a user without sessions': () => ({ userId: '00000000-0000-4000-8000-000000000000' }),
  'an address that nobody had': () => ({ ip: '192.0.2.1' }),
  'a reason that nobody had': () => ({ reason: 'client_disabled' }),
}

const day = 24 * 60 * 60 * 1000

/** As an administrator types it: the 256 neighbours of an IPv4 address, the site of an IPv6 one. */
function networkOf(ip) {
  return ip.includes(':') ? `${ip.split(':').slice(0, 3).join(':')}::/48` : `${ip.split('.').slice(0, 3).join('.')}.0/24`
}

/** Filters of which one session has one value at most, so that nobody asks for two at once. */
const alike = [
  ['state active', 'state ended', 'state expired', 'reason'],
  ['user', 'e-mail', 'first name', 'device'],
  ['company', "a company's own administrator"],
  ['address', 'network'],
]

/**
 * What is asked of the list. A query is made for a session of the table; its `after` is another one's id, where the page is a deep one.
 *
 * @returns {{ group: string, name: string, query: (session: object, deep: string) => object }[]}
 */
export function casesOfListing() {
  const cases = [
    { group: 'Pages', name: 'first page', query: () => ({}) },
    { group: 'Pages', name: 'deep page', query: (_, deep) => ({ after: deep }) },
  ]
  const names = Object.keys(filters)
  for (const name of names) {
    cases.push({ group: 'One filter', name, query: filters[name] })
    cases.push({ group: 'One filter, a deep page', name, query: (session, deep) => ({ ...filters[name](session), after: deep }) })
  }
  for (const [at, one] of names.entries()) {
    for (const other of names.slice(at + 1)) {
      if (alike.some((group) => group.includes(one) && group.includes(other))) continue
      const query = (session) => ({ ...filters[one](session), ...filters[other](session) })
      cases.push({ group: 'Two filters', name: `${one}, ${other}`, query })
    }
  }
  for (const [name, query] of Object.entries(rare)) cases.push({ group: 'What finds nothing', name, query })
  return cases
}
