import { checkPackage } from '@arethetypeswrong/core'
import { filterProblems } from '@arethetypeswrong/core/problems'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

// The packages are ES modules alone, for every resolution that knows `exports`: attw calls this the profile `esm-only`. Node's `require`
// loads such modules since 20.19 and 22.12.
const served = ['node16-esm', 'bundler']

/** What publint says of a packed package, its suggestions included. */
export async function publintFaults({ tarball, manifest }) {
  const { buffer, byteOffset, byteLength } = tarball
  const { messages } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    level: 'suggestion',
    strict: true,
  })
  return messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`)
}

/** What "are the types wrong?" says of it, of every entry, for Node's modules and for bundlers. */
export async function typesFaults({ contents }) {
  const analysis = await checkPackage(contents)
  if (!analysis.types) return ['attw: has no types']
  const entries = Object.keys(analysis.entrypoints).filter((entry) => entry !== './package.json')
  return entries.flatMap((entrypoint) =>
    served.flatMap((resolutionKind) =>
      filterProblems(analysis, { entrypoint, resolutionKind }).map(({ kind }) => `attw: ${kind} at ${entrypoint} for ${resolutionKind}`),
    ),
  )
}
