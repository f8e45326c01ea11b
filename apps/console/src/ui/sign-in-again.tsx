/** Leads to the sign-in page, in another tab: what is typed here stays. @param to its address; without one there is nothing */
export function SignInAgain({ to }: { to: string | undefined }) {
  return (
    to && (
      <>
        {' '}
        <a href={to} target="_blank" rel="noreferrer" className="font-medium whitespace-nowrap underline underline-offset-4">
          Sign in again<span className="sr-only"> (opens another tab)</span>
        </a>
      </>
    )
  )
}
