import { routes } from '@tessera/contract'
import { passExport } from '../../../../exports/pass-export'

/** Every event that the search finds, as a file. */
export function GET(request: Request): Promise<Response> {
  return passExport(request, routes.exportEvents)
}
