import { routes } from '@tessera/contract'
import { passExport } from '../../../../exports/pass-export'

/** Every session that the search finds, as a file. */
export function GET(request: Request): Promise<Response> {
  return passExport(request, routes.exportSessions)
}
