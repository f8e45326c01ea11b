import { ConnectionFault, ContentionFault } from '@tessera/persistence'

/** SQLSTATE classes (two characters) and codes that say "not now", and nothing about the request. */
const notNow = [
  '08', // connection
  '28', // our password was changed
  '53', // out of connections, memory or disk
  '57P', // shut down, crashed, starting up
  '57014', // statement timeout
  '58', // its system failed it: a disk that reads with errors, or is away
  '55P03', // lock timeout
  '25006', // read only: a replica that was not promoted yet
  '25P03', // idle in a transaction for too long
  '40001', // serialization failure
  '40P01', // deadlock
  '26000', // a pooler that was told anew lends connections without the statements that were prepared on them,
  '42P05', // or with those of others
  '3D000', // the database does not exist (any more, or yet)
]
/** Node's, Prisma's (P…), and the kinds of Prisma's driver adapters. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
  'P2037',
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
  'TlsConnectionError',
  // No more files or sockets may be open here.
  'EMFILE',
  'ENFILE',
])
/** What the system was asked for when a connection could not be made, whatever it said: on a Unix socket, ENOENT where the server is away. */
const connecting = new Set<unknown>(['connect', 'getaddrinfo'])
/** Node's, where TLS does not come about: a certificate that has expired, of another name, or of nobody who is trusted; or ours, while its file is replaced. */
const untrusted =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|UNABLE_TO_|CERT_|CRL_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|HOSTNAME_MISMATCH$|INVALID_CA$)/
/** What `pg` throws without a code: a pool that waited too long, a connection that went away. */
const wordsOfPg =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Connection ended|The server does not support SSL connections|There was an error establishing an SSL connection)/

/**
 * Whether a fault means that the database cannot answer at the moment: then nothing is known, and the client must be told to ask again
 * (503), never that its token is bad. Looks through causes, as Prisma wraps what `pg` throws.
 */
export function isDatabaseTrouble(fault: unknown, depth = 0): boolean {
  if (typeof fault !== 'object' || fault === null || depth > 5) return false
  if (fault instanceof ContentionFault || fault instanceof ConnectionFault) return true
  const { code, kind, originalCode, syscall, message, cause, errors, meta } = fault as Record<string, unknown>
  if (connecting.has(syscall)) return true
  if ([code, kind, originalCode].some(isTroubleCode)) return true
  if (typeof message === 'string' && wordsOfPg.test(message)) return true
  const { driverAdapterError } = (meta ?? {}) as Record<string, unknown>
  return [cause, driverAdapterError, ...(Array.isArray(errors) ? errors : [])].some((inner) => isDatabaseTrouble(inner, depth + 1))
}

function isTroubleCode(code: unknown): boolean {
  if (typeof code !== 'string') return false
  return unreachable.has(code) || untrusted.test(code) || notNow.some((beginning) => code.startsWith(beginning))
}
