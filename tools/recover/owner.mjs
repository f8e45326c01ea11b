import { createHash, randomBytes } from 'node:crypto'

const note = 'recovery on the machine'

/** As the API's: whoever takes or gives the last owner waits for the others who do. */
const ownersLock = 72_707_374

/**
 * Makes an owner's password worthless, ends their sessions, and makes a link that sets a new one; on request enables the account, removes
 * its second factor, or makes it an owner where no active one is left. All or nothing, and every deed is in the event log.
 *
 * @param {import('pg').Client} client
 * @param {{ email: string, removeSecondFactor: boolean, enable: boolean, makeOwner: boolean }} wanted
 * @returns {Promise<{ token: string, deeds: readonly string[] }>}
 * @throws with a sentence for a person when it may not be; nothing was changed then
 */
export async function recoverOwner(client, wanted) {
  const { rows: tables } = await client.query(`SELECT to_regclass('one_time_codes') IS NOT NULL AS there`)
  if (!tables[0].there) throw new Error('The database has no accounts yet: start Tessera over it once.')
  await client.query('BEGIN')
  try {
    const recovered = await recover(client, wanted)
    await client.query('COMMIT')
    return recovered
  } catch (fault) {
    await client.query('ROLLBACK')
    throw fault
  }
}

async function recover(client, { email, removeSecondFactor, enable, makeOwner }) {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ownersLock])
  const { rows } = await client.query(
    `SELECT id, company_id, disabled_at, second_factor_at, 'owner' = ANY (roles) AS owner FROM users WHERE email = $1 AND deleted_at IS NULL FOR UPDATE`,
    [email],
  )
  const [user] = rows
  if (!user) throw new Error(`Nobody has an account with the address ${email}. Nothing was changed.`)
  const deeds = []
  const log = (kind, details = null, reason = null) =>
    client.query(
      `INSERT INTO events (at, kind, user_id, company_id, reason, note, details) VALUES (date_trunc('milliseconds', clock_timestamp()), $1, $2, $3, $4, $5, $6)`,
      [kind, user.id, user.company_id, reason, note, details],
    )

  if (!user.owner) await requireNoOwner(client, email, makeOwner)
  if (user.disabled_at && !enable) throw new Error(`The account ${email} is disabled: say --enable as well. Nothing was changed.`)
  if (!user.owner) {
    await client.query(`UPDATE users SET roles = array_append(roles, 'owner') WHERE id = $1`, [user.id])
    await log('user_changed', { made_owner: true })
    deeds.push('The account is an owner now.')
  }
  if (user.disabled_at) {
    await client.query('UPDATE users SET disabled_at = NULL WHERE id = $1', [user.id])
    await log('user_enabled')
    deeds.push('The account is enabled.')
  }
  if (removeSecondFactor && user.second_factor_at) {
    await client.query('UPDATE users SET second_factor_at = NULL WHERE id = $1', [user.id])
    await client.query('DELETE FROM second_factors WHERE user_id = $1', [user.id])
    await client.query('DELETE FROM recovery_codes WHERE user_id = $1', [user.id])
    await log('second_factor_removed')
    deeds.push('The second factor is removed.')
  } else if (user.second_factor_at) {
    deeds.push('The account has a second factor, which stays: without it, say --remove-second-factor.')
  }

  const token = randomBytes(32).toString('base64url')
  // Whoever learnt the old password must not get in before its owner does.
  await client.query('UPDATE users SET password_hash = NULL WHERE id = $1', [user.id])
  await client.query('UPDATE one_time_codes SET used_at = clock_timestamp() WHERE user_id = $1 AND used_at IS NULL', [user.id])
  await client.query(
    `INSERT INTO one_time_codes (user_id, purpose, hash, created_at, expires_at)
     VALUES ($1, 'reset_password', $2, clock_timestamp(), clock_timestamp() + interval '1 hour')`,
    [user.id, createHash('sha256').update(token).digest()],
  )
  await log('password_reset_forced')
  // Where the database's clock was set back, as after a failover, what has begun in what is now the future would outlive an instant of now.
  await client.query(
    `INSERT INTO watermarks (subject, at, reason)
     SELECT 'user:' || $1::text, greatest(date_trunc('milliseconds', clock_timestamp()), (SELECT max(started_at) FROM sessions WHERE user_id = $1::uuid),
       (SELECT max(imported_at) FROM imported_tokens WHERE user_id = $1::uuid AND used_at IS NULL)), 'revoked_by_admin'`,
    [user.id],
  )
  await log('watermark_set', { subject: `user:${user.id}`, except: null }, 'revoked_by_admin')
  deeds.push('The old password opens nothing any more, and every session of the account has ended.')
  return { token, deeds }
}

async function requireNoOwner(client, email, makeOwner) {
  if (!makeOwner)
    throw new Error(
      `${email} is no owner: an administrator can help them. Where no active owner is left, say --make-owner. Nothing was changed.`,
    )
  const { rows } = await client.query(
    `SELECT FROM users WHERE 'owner' = ANY (roles) AND disabled_at IS NULL AND deleted_at IS NULL LIMIT 1`,
  )
  if (rows.length > 0)
    throw new Error('There is an active owner, who can make another: --make-owner is for when there is none. Nothing was changed.')
}
