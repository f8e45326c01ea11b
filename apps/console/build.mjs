// Builds the console into .next/standalone, complete: Next leaves out the static files there, for those who serve them from elsewhere.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const here = import.meta.dirname
const next = createRequire(import.meta.url).resolve('next/dist/bin/next')

const { status } = spawnSync(process.execPath, [next, 'build'], {
  cwd: here,
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', RELEASE: randomUUID() },
})
if (status !== 0) process.exit(status ?? 1)

const standalone = join(here, '.next/standalone/apps/console')
cpSync(join(here, '.next/static'), join(standalone, '.next/static'), { recursive: true })
if (existsSync(join(here, 'public'))) cpSync(join(here, 'public'), join(standalone, 'public'), { recursive: true })
