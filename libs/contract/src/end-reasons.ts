/** Why a session was ended before its time. The list is closed. */
export const endReasons = [
  'logout',
  'revoked_by_user',
  'revoked_by_admin',
  'reuse_detected',
  'password_changed',
  'user_disabled',
  'user_deleted',
  'client_disabled',
  'limit_exceeded',
] as const
export type EndReason = (typeof endReasons)[number]
