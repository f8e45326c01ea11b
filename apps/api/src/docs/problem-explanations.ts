import type { ProblemCode } from '@tessera/contract'

/** What each problem means for whoever meets it, and what to do. */
export const problemExplanations = {
  malformed_request:
    'The request is not HTTP or JSON that we can read: broken JSON, bytes that are not UTF-8, a header twice, or an access token beside an API key. Correct the program that sends it.',
  validation_failed: 'The request was read, and one or more of its fields cannot be taken. `fields` names each, and what is wrong with it.',
  invalid_credentials:
    'No account has this e-mail and password. The answer is the same whether the account exists or not, and for accounts that may not log in.',
  email_unverified:
    'The password is right, and nobody has shown yet that the address is theirs. Send the code that was mailed to `/v1/users/verify-email`, or ask for another.',
  second_factor_required:
    'The password is right, and the account has a second factor. Send the login again with `otp`, or with `recovery_code`.',
  invalid_second_factor: 'The code is not the one that the authenticator shows now, or it was used already. Wait for the next one.',
  second_factor_lost:
    'The server has another secret than when the second factor was set up, and can check neither its codes nor its recovery codes. An administrator takes the second factor away; then the password is enough, and another can be set up.',
  second_factor_missing:
    'The role of the account needs a second factor here. Set one up at `/v1/me/second-factor`; until then these calls answer this.',
  wrong_password: 'What was given as the current password is not it. Nothing was changed.',
  invalid_code:
    'The code is wrong, was used, or is too old; after five wrong guesses it is good no more. The answer is the same for addresses without an account. Ask for another.',
  invalid_link: 'The link was used, is too old, or a newer one took its place. Ask for another.',
  invalid_access_token:
    'Send an access token as `Authorization: Bearer …`; one that is bound to a key (RFC 9449) as `Authorization: DPoP …`, with a proof of that key in the `DPoP` header. If you did, it has expired or is not ours: refresh, and send the request again.',
  invalid_refresh_token:
    'The refresh token is garbled, of another platform, or of a session that is long gone. Forget it; the user must log in again.',
  session_ended: 'Somebody or some rule ended the session; `reason` says which. Forget its tokens; the user must log in again.',
  session_expired:
    'The session was not refreshed for too long, or has reached its longest life. Forget its tokens; the user must log in again.',
  invalid_client: 'The `client_id` is unknown or disabled, or a confidential client did not authenticate.',
  invalid_dpop_proof:
    'The session is bound to a key (RFC 9449), and the request carried no valid proof of it. Sign a fresh proof, and send it in the `DPoP` header.',
  use_dpop_nonce:
    'Make a new proof (RFC 9449) with the nonce of the answer’s `DPoP-Nonce` header, and send the request again. The proof of a refresh needs a nonce that came with its refresh token, or with this answer to it.',
  invalid_api_key: 'Send an API key as `x-api-key`. If you did, it is unknown, revoked, expired, or not for this call.',
  invalid_scope: 'Ask for no more than the login granted (RFC 6749 §6).',
  insufficient_scope:
    'Our own API takes access tokens whose `scope` has the word `account` (RFC 6750 §3.1). Refresh without narrowing the scope, or log in at a client that has it.',
  forbidden: 'You are known, and your role, or the scope of your API key, does not allow this call. `detail` names what does.',
  not_found: 'There is nothing at this address, or nothing that you may know of.',
  method_not_allowed: 'The address exists, and does not take this method. The `Allow` header lists those that it takes.',
  request_timeout: 'The request did not arrive within 10 s, or its body within 6 s of its headers. Nothing was done: send it again.',
  client_id_taken: 'Another client has this id.',
  too_many_api_keys: 'Revoke keys that nobody uses before you make another.',
  too_many_receivers: 'Remove receivers that nobody needs before you register another.',
  too_many_saved_views: 'Forget views that you no longer use before you save another.',
  count_changed:
    'Between the preview and this call, sessions ended or changed, so that not as many match as you were shown. Nothing was ended: look at a new preview, and confirm that.',
  too_many_sessions:
    'More sessions match than are ended one by one, or finding them takes too long. Nothing was ended: narrow the filter, or end everything of a user, company, client or the platform by one write.',
  key_signs: 'Access tokens are signed with this key now. Rotate first (`at_once`), then withdraw it.',
  email_taken: 'Another user has this e-mail address.',
  last_owner: 'Somebody has to be able to do everything here. Make another user an owner first.',
  second_factor_exists: 'Turn the second factor off before you set up another.',
  payload_too_large: 'A request body may have at most 64 KiB.',
  uri_too_long: 'The address, or one part of its path, is too long.',
  unsupported_media_type: 'Bodies are JSON: send `Content-Type: application/json`.',
  too_many_requests: 'There were too many attempts from this network or on this account. Wait for the seconds in `Retry-After`.',
  headers_too_large: 'The request’s headers have more than 16 KiB in all.',
  internal_error: 'A fault of ours. Nothing is known about the request; `detail` has the id under which the log has the fault.',
  unavailable:
    'We cannot answer at the moment: the database is away, or there is too much to do. Keep your tokens, wait for the seconds in `Retry-After`, and send the same request again.',
} as const satisfies Record<ProblemCode, string>
