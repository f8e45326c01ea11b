import { listIn, type ReadDialect } from '../environment.js'
import { type Prefix, usualPrefixes, xerial } from './routes.js'

const setting = 'XERIAL_PREFIXES'

export const readXerial: ReadDialect = (environment, faults) => {
  const prefixes: Prefix[] = []
  for (const prefix of listIn(environment, setting) ?? []) {
    const served: readonly string[] = [...usualPrefixes, ...prefixes]
    if (!isPrefix(prefix))
      faults.push({ setting, fault: 'must be a comma-separated list of paths such as /api/v2, without a slash at the end' })
    else if (served.includes(prefix)) faults.push({ setting, fault: `names ${prefix}, which is served already: leave it out` })
    else prefixes.push(prefix)
  }
  return xerial({ prefixes })
}

/** Segments of unreserved characters (RFC 3986 §2.3) that are not only dots: a router reads nothing into them. */
function isPrefix(text: string): text is Exclude<Prefix, ''> {
  return /^(\/(?!\.+(\/|$))[\w.~-]+)+$/.test(text)
}
