import { route } from './route.js'
import * as sessions from './sessions.js'

/**
 * What a client calls to have a session, keep it and end it. `routes` has them too; in a file of their own, they bring nothing of the rest into
 * the bundle of an application that needs no more.
 */
export const sessionRoutes = {
  logIn: route({
    method: 'POST',
    path: '/v1/sessions',
    group: 'Sessions',
    summary: 'Log in: start a session',
    description:
      'Where the account has a second factor, the right password alone is answered `second_factor_required`: send the same again with `otp`, or with `recovery_code`.',
    access: 'anyone',
    body: sessions.Login,
    responses: { 201: sessions.LoginResponse },
    problems: [
      'invalid_credentials',
      'email_unverified',
      'second_factor_required',
      'invalid_second_factor',
      'second_factor_lost',
      'invalid_client',
      'invalid_dpop_proof',
      'use_dpop_nonce',
      'too_many_requests',
    ],
  }),
  refresh: route({
    method: 'POST',
    path: '/v1/sessions/refresh',
    group: 'Sessions',
    summary: 'Exchange a refresh token for its successor and a new access token',
    description:
      'Send the newest refresh token you have. If the answer was lost, send the same one again: inside the retry window it is answered with the same successor. Only a 401 whose code is `session_ended`, `session_expired` or `invalid_refresh_token` means that the user must log in again; keep the token on every other error.',
    access: 'anyone',
    body: sessions.Refresh,
    responses: { 200: sessions.TokenResponse },
    problems: [
      'session_ended',
      'session_expired',
      'invalid_refresh_token',
      'invalid_client',
      'invalid_dpop_proof',
      'use_dpop_nonce',
      'invalid_scope',
      'too_many_requests',
    ],
  }),
  logOut: route({
    method: 'POST',
    path: '/v1/sessions/logout',
    group: 'Sessions',
    summary: 'Log out: end the session of a refresh token, however old the token is',
    access: 'anyone',
    body: sessions.PresentRefreshToken,
    responses: { 204: null },
    problems: [],
  }),
}
