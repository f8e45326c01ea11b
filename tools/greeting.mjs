import pg from 'pg'

/**
 * Says where everything is, and what to try first. The owner's password was said by the API, if it had to invent one.
 *
 * @param outbox the folder that mails are written to; undefined where they are sent
 */
export async function greet({ apiUrl, consoleUrl, databaseUrl, outbox }) {
  const owner = await ownerIn(databaseUrl)
  const post = (path, body) => `curl -s ${apiUrl}${path} -H 'Content-Type: application/json' -d ${body}`
  console.log(`
Tessera is running. Ctrl-C stops it.

  Console  ${consoleUrl}
  API      ${apiUrl}  (reference: ${apiUrl}/docs)
  Owner    ${owner ?? 'none yet'}
${outbox ? `  Mails    ${outbox}\n` : ''}
Try it: log in with the owner's password, keep the refresh token, and refresh.

  TOKEN=$(${post('/v1/sessions', `'{"email":"${owner ?? '…'}","password":"…"}'`)} | node -p 'JSON.parse(fs.readFileSync(0)).refresh_token')
  ${post('/v1/sessions/refresh', `'{"refresh_token":"'$TOKEN'"}'`)}

Then find the session in the console, revoke it, and refresh once more.
`)
}

// Asked of the database, because the API tells nobody who its owner is who has not logged in.
async function ownerIn(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query(
      `select email from users where 'owner' = any (roles) and disabled_at is null and deleted_at is null order by created_at limit 1`,
    )
    return rows[0]?.email
  } finally {
    await client.end()
  }
}
