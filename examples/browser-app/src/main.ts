import { createSession, localStorageStore, ProblemError, SignedOut } from '@tessera/sdk'

const session = createSession({
  baseUrl: import.meta.env.VITE_TESSERA_URL ?? 'http://localhost:3333',
  store: localStorageStore(), // tabs share it, and refresh once for all of them
})
const [form, inside, status, list] = (['form', 'section', 'p', 'pre'] as const).map((name) => document.querySelector(name)!)

async function show(words = '') {
  const current = await session.current()
  form!.hidden = current !== null
  inside!.hidden = current === null
  status!.textContent = words || (current ? `Signed in as ${current.user.email}` : 'Signed out')
}
/** Tokens are dropped on `SignedOut` alone: after every other fault the session is still there, and the next try may succeed. */
async function attempt(step: () => Promise<unknown>) {
  try {
    await step()
    await show()
  } catch (fault) {
    if (fault instanceof SignedOut) return
    await show(fault instanceof ProblemError ? fault.problem.detail : 'The server does not answer. Try again.')
  }
}

session.on('signed-out', ({ reason }) => void show(`Signed out: ${reason}`)) // in whichever tab it happened
form!.addEventListener('submit', (event) => {
  event.preventDefault()
  const fields = new FormData(event.target as HTMLFormElement)
  const [email, password, otp] = ['email', 'password', 'otp'].map((name) => String(fields.get(name))) as [string, string, string]
  void attempt(() => session.logIn({ email, password, ...(otp && { otp }) }))
})
document.querySelector('#load')!.addEventListener('click', () =>
  attempt(async () => {
    const answer = await session.fetch('/orders') // your own service; see vite.config.ts
    list!.textContent = JSON.stringify(await answer.json(), null, 2)
  }),
)
document.querySelector('#out')!.addEventListener('click', () => attempt(() => session.logOut()))
void show()
