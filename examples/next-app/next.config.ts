import type { NextConfig } from 'next'

// In a repository of your own you need none: here packages lie two folders up, and types are checked apart.
const root = new URL('../..', import.meta.url).pathname
export default { turbopack: { root }, typescript: { ignoreBuildErrors: true }, agentRules: false } satisfies NextConfig
