import { Login, openApi, routes } from '@tessera/contract'

const { method, path } = routes.logIn // POST /v1/sessions
const read = Login.safeParse({ email: ' Ada@Example.com', password: 'correct horse battery' })
console.log(`${method} ${path} ${read.data?.email}`) // ada@example.com: as the API normalises it

const document = openApi(routes, { issuer: 'https://auth.example.com', version: '1' })
console.log(`${Object.keys(document.paths).length} addresses`)
