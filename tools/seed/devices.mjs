const chrome = (system, version) => `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`
const mac = 'Macintosh; Intel Mac OS X 10_15_7'
const windows = 'Windows NT 10.0; Win64; x64'

/** What people use: its share, the client they use there, what the device is called, its user agent, and what the API reads in it. */
const kinds = [
  [24, { client: 'web', name: null, userAgent: ({ chromium }) => chrome(windows, chromium), browser: 'Chrome', system: 'Windows' }],
  [12, { client: 'web', name: null, userAgent: ({ chromium }) => chrome(mac, chromium), browser: 'Chrome', system: 'macOS' }],
  [
    4,
    {
      client: 'web',
      name: null,
      userAgent: ({ chromium }) => `${chrome(windows, chromium)} Edg/${chromium}.0.0.0`,
      browser: 'Microsoft Edge',
      system: 'Windows',
    },
  ],
  [
    8,
    {
      client: 'web',
      name: null,
      userAgent: ({ safari }) => `Mozilla/5.0 (${mac}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${safari} Safari/605.1.15`,
      browser: 'Safari',
      system: 'macOS',
    },
  ],
  [
    5,
    {
      client: 'web',
      name: null,
      userAgent: ({ firefox }) => `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`,
      browser: 'Firefox',
      system: 'Windows',
    },
  ],
  [
    2,
    {
      client: 'web',
      name: null,
      userAgent: ({ firefox }) => `Mozilla/5.0 (X11; Linux x86_64; rv:${firefox}.0) Gecko/20100101 Firefox/${firefox}.0`,
      browser: 'Firefox',
      system: 'Linux',
    },
  ],
  [
    18,
    {
      client: 'ios',
      name: (owner) => `${owner}'s iPhone`,
      userAgent: ({ ios }) =>
        `Mozilla/5.0 (iPhone; CPU iPhone OS ${ios} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148`,
      browser: 'Safari',
      system: 'iOS',
    },
  ],
  [
    4,
    {
      client: 'ios',
      name: (owner) => `${owner}'s iPad`,
      userAgent: ({ ios }) => `Mozilla/5.0 (iPad; CPU OS ${ios} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148`,
      browser: 'Safari',
      system: 'iOS',
    },
  ],
  [
    10,
    {
      client: 'android',
      name: () => 'Pixel 9',
      userAgent: ({ chromium }) =>
        `Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chromium}.0.0.0 Mobile Safari/537.36`,
      browser: 'Chrome',
      system: 'Android',
    },
  ],
  [
    6,
    {
      client: 'android',
      name: () => 'Galaxy S24',
      userAgent: ({ chromium }) =>
        `Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chromium}.0.0.0 Mobile Safari/537.36`,
      browser: 'Chrome',
      system: 'Android',
    },
  ],
  [
    4,
    {
      client: 'desktop',
      name: (owner) => `${owner}'s MacBook`,
      userAgent: ({ chromium }) => `${chrome(mac, chromium)} Electron/38.2.0`,
      browser: 'Electron',
      system: 'macOS',
    },
  ],
  [
    3,
    {
      client: 'cli',
      name: (owner) => `${owner.toLowerCase()}@workstation`,
      userAgent: () => 'tessera-cli/2.4.1 (linux; x64) node/24.10.0',
      browser: 'tessera-cli',
      system: 'Linux',
    },
  ],
]

/** One to four devices, the most used first. */
export function devicesOf(random, owner) {
  const count = random.weighed([
    [35, 1],
    [40, 2],
    [20, 3],
    [5, 4],
  ])
  return Array.from({ length: count }, () => {
    const { client, name, userAgent, browser, system } = random.weighed(kinds)
    const versions = {
      chromium: 138 + random.below(6),
      firefox: 140 + random.below(5),
      safari: random.pick(['17.6', '18.5', '18.6', '26.0']),
      ios: random.pick(['17_6_1', '18_5', '18_6_2', '26_0']),
    }
    return { client, name: name?.(owner) ?? null, id: name ? random.hex(16) : null, userAgent: userAgent(versions), browser, system }
  })
}
