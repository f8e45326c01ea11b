import type { ReactNode } from 'react'
import { Place } from './place'

/** What people see and change of their own. Four pages under one title. */
export default function AccountLayout({ children }: { children: ReactNode }) {
  return (
    <div className="relative flex-1 md:overflow-auto">
      <div className="mx-auto grid w-full max-w-4xl gap-x-12 gap-y-6 px-4 py-6 md:grid-cols-[10rem_minmax(0,1fr)]">
        <h1 className="text-title font-semibold md:col-span-2">Your account</h1>
        <nav aria-label="Your account" className="flex gap-1 border-b border-line max-md:overflow-x-auto md:flex-col md:border-b-0">
          <Place href="/account">Profile</Place>
          <Place href="/account/security">Security</Place>
          <Place href="/account/sessions">Sessions</Place>
          <Place href="/account/api-keys">API keys</Place>
        </nav>
        <div className="grid min-w-0 content-start gap-10">{children}</div>
      </div>
    </div>
  )
}
