import { resolve } from 'node:path'
import type { NextConfig } from 'next'

const repository = resolve(import.meta.dirname, '../..')

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: repository,
  turbopack: { root: repository },
  // The typecheck target does it; a build that does it again takes twice as long.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // We have no pictures to resize; the service that would do it is one more thing to attack.
  images: { unoptimized: true },
  agentRules: false,
  // What a page that is open says of itself when another release may have come. The build has many processes, and build.mjs has one.
  env: { RELEASE: process.env['RELEASE'] ?? 'development' },
  experimental: {
    agentUpgrade: false,
    serverActions: { bodySizeLimit: '64kb' },
    // What Next keeps of each body for src/proxy.ts, whoever sent it: 10 MB by default. Twice what an action takes, so that the action is what refuses a larger one.
    proxyClientMaxBodySize: '128kb',
  },
  // Browsers ask for it whatever a page says.
  redirects: async () => [{ source: '/favicon.ico', destination: '/icon.svg', permanent: true }],
  // What never changes from one request to the next. The content security policy has a nonce, so src/proxy.ts sets it.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        // Nothing leaves for other sites. `no-referrer` would also turn the Origin of our own forms into `null`, and every write checks it.
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
        { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
        {
          key: 'Permissions-Policy',
          value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=(), clipboard-write=(self)',
        },
      ],
    },
  ],
}

export default config
