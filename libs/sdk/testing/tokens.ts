import type { Tokens } from '../src/tokens.js'
import { ada } from './api.js'

export const someTokens: Tokens = {
  access_token: 'a',
  token_type: 'Bearer',
  expires_in: 900,
  refresh_token: 'r',
  refresh_token_expires_in: 1_209_600,
  scope: '',
  session_id: '01940000-0000-7000-8000-000000000001',
  user: { ...ada, roles: [] },
  received_at: 1,
}
