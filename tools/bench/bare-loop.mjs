// The yardstick: what any refresh has to do at the least. Fastify, one prepared statement on a row by its key, one ES256 signature.
// Started by bench.mjs with DATABASE_URL; prints its port.
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'at+jwt', kid: 'bare' })).toString('base64url')

const server = Fastify()
server.post('/refresh', async (request, reply) => {
  const [id, n] = request.body.refresh_token.split('.')
  const { rows } = await pool.query({
    name: 'bare',
    text: 'UPDATE bare SET n = n + 1, at = clock_timestamp() WHERE id = $1 AND n = $2 RETURNING n',
    values: [id, Number(n)],
  })
  if (!rows[0]) return reply.code(401).send({ error: 'invalid_grant' })
  const iat = Math.floor(Date.now() / 1000)
  const claims = { iss: 'bare', sub: id, aud: 'bare', iat, exp: iat + 900, sid: id }
  const signed = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return { access_token: `${signed}.${signature}`, token_type: 'Bearer', expires_in: 900, refresh_token: `${id}.${rows[0].n}` }
})
await server.listen({ port: 0, host: '127.0.0.1' })
console.log(server.server.address().port)
