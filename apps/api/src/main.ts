import './processes/new-enough.js'
import './processes/young-generation.js'
import cluster from 'node:cluster'
import type { SettingFault } from '@tessera/dialects'
import { type Configuration, readConfiguration } from './configuration.js'
import { openLog } from './log/log.js'

const log = openLog()

const configuration = readConfiguration(process.env)
if (isFaulty(configuration)) {
  console.error('Tessera cannot start. These settings need a change:')
  for (const { setting, fault } of configuration) console.error(`  ${setting} ${fault}`)
  process.exit(1)
}

// Not imported above: the process that keeps the others needs none of what they serve with, and weighs a fifth of them.
if (cluster.isPrimary && configuration.processes > 1) {
  const { Processes } = await import('./processes/processes.js')
  new Processes(configuration.processes, log).run()
} else {
  const { serve } = await import('./serve.js')
  await serve(configuration, log)
}

function isFaulty(read: Configuration | readonly SettingFault[]): read is readonly SettingFault[] {
  return Array.isArray(read)
}
