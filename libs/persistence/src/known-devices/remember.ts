import { insertMail } from '../mails/queued-mail.js'

/** How many devices of a user are remembered. Logins with invented device ids take no more room than this. */
export const mostKnownDevices = 100

/**
 * Parts of the statement that starts the session `s` of the user `s.user_id`: the device is known from now on, the devices that were
 * longest not seen are forgotten, and the user is told of one that is new; not of the first, which came with the account.
 *
 * @param digest the parameter with the device's digest, never null
 */
export const rememberDevice = (digest: string) => `
  known AS (
    INSERT INTO known_devices (user_id, digest, first_seen_at, last_seen_at)
    SELECT s.user_id, ${digest}::bytea, s.started_at, s.started_at FROM s
    ON CONFLICT (user_id, digest) DO UPDATE SET last_seen_at = greatest(known_devices.last_seen_at, excluded.last_seen_at)
    -- Zero in a row that was inserted, and not in one that was there.
    RETURNING xmax = 0 AS is_new
  ), forgotten AS (
    DELETE FROM known_devices d USING s
    WHERE d.user_id = s.user_id AND d.digest IN (
      SELECT o.digest FROM known_devices o
      WHERE o.user_id = s.user_id AND o.digest <> ${digest}
      ORDER BY o.last_seen_at DESC, o.digest OFFSET ${mostKnownDevices - 1}
    )
  ), told AS (${insertMail({
    ...{ kind: `'new_device'`, userId: 's.user_id', sessionId: 's.id', sealed: 'NULL', at: 's.started_at' },
    // The statement sees the table as it was before: without the row above.
    from: 's, known WHERE known.is_new AND EXISTS (SELECT FROM known_devices d WHERE d.user_id = s.user_id)',
  })}
  )`
