import { createSession, localStorageStore } from '@tessera/sdk'
import { SessionProvider, useSession, useTessera } from '@tessera/sdk/react'

const session = createSession({ baseUrl: 'http://localhost:3333', store: localStorageStore() })

export function App() {
  return (
    <SessionProvider session={session}>
      <Who />
    </SessionProvider>
  )
}

function Who() {
  const { status, current, reason } = useSession() // what happens in another tab shows here, too
  const { logOut } = useTessera()
  if (status === 'loading') return <p>One moment</p>
  if (status === 'signed-out') return <p>Signed out {reason}</p>
  return <button onClick={() => void logOut()}>Sign out {current.user.email}</button>
}
