import { type ReadDialect, settingIn } from '../environment.js'
import { talkstack } from './routes.js'

export const readTalkstack: ReadDialect = (environment, faults) => {
  const unknownUser = settingIn(environment, 'TALKSTACK_UNKNOWN_USER') ?? '401'
  if (unknownUser !== '401' && unknownUser !== '404') faults.push({ setting: 'TALKSTACK_UNKNOWN_USER', fault: 'must be 401 or 404' })
  return talkstack({ unknownUser: unknownUser === '404' ? 404 : 401 })
}
