// tessera.ts; behind TLS leave `cookie` out
import { createNextSession, ownPath } from '@tessera/sdk/next'

export const tessera = createNextSession({ baseUrl: 'http://localhost:3333', cookie: { secure: false } })

// proxy.ts
export const proxy = tessera.proxy

// app/session/refresh/route.ts
export const { GET, POST } = tessera

// app/orders/page.tsx
export default async function Orders() {
  const session = await tessera.signedIn() // or to /sign-in?next=/orders
  const orders = await session.fetch('https://orders.example/v1/orders')
  return <pre>{await orders.text()}</pre>
}

// app/sign-in/sign-in.ts
export async function signIn(form: FormData) {
  'use server'
  const session = await tessera.session()
  await session.logIn({ email: String(form.get('email')), password: String(form.get('password')) })
  return ownPath(form.get('next')) // where to go on: what came as ?next=, if it is a path of this site
}
