import { defineConfig } from 'vite'

// The service of examples/fastify-server, on the page's own origin. Tessera itself answers any origin, without cookies.
const target = process.env['ORDERS_URL'] ?? 'http://localhost:4000'

export default defineConfig({ server: { proxy: { '/orders': target } }, preview: { proxy: { '/orders': target } } })
