import { routes } from '@tessera/contract'
import { createClient, createSession } from '@tessera/sdk'

const baseUrl = 'http://localhost:3333'
const session = createSession({ baseUrl }) // in a browser: { baseUrl, store: localStorageStore() }
session.on('signed-out', ({ reason }) => console.log(`signed out: ${reason}`))

await session.logIn({ email: 'ada@example.com', password: 'correct horse' })
const answer = await session.fetch('https://orders.example/v1/orders') // your own service, with the access token
console.log(await answer.json())

const api = createClient({ baseUrl, fetch: session.fetch })
const { items } = await api.call(routes.mySessions, { query: { state: 'active' } })
console.log(`${items.length} sessions`)
await session.logOut()
