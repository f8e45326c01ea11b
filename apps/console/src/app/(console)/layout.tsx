import { bulkRevokers, type Role } from '@tessera/contract'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { rolesInToken } from '../../session/roles-in-token'
import { tokensOfRequest, viewer } from '../../session/viewer'
import { preferenceNames, themeOf } from '../preferences'
import { AccountMenu } from './account-menu'
import { Header } from './header'
import { Keyboard } from './keyboard'
import { PaletteButton } from './palette-button'
import { placesOf } from './places'
import { ThemeSwitch } from './theme-switch'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const who = await viewer()
  // While the API is away people can still move about, and every page says what it could not load.
  const roles = who.ok ? who.body.roles : rolesInToken((await tokensOfRequest())?.accessToken ?? '')
  const places = placesOf(roles)
  const theme = themeOf((await cookies()).get(preferenceNames.theme)?.value)
  return (
    <Keyboard places={places} mayEndMany={bulkRevokers.some((role: Role) => roles.includes(role))}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-60 focus:rounded-md focus:bg-surface focus:px-3 focus:py-2 focus:shadow-lifted"
      >
        Skip to content
      </a>
      <noscript>
        <p className="border-b border-line px-4 py-2">Lists, figures and sessions come with scripts, which this browser does not run.</p>
      </noscript>
      <div className="flex min-h-dvh flex-col md:h-dvh print:h-auto">
        <Header places={places}>
          <PaletteButton />
          <ThemeSwitch now={theme} />
          <AccountMenu user={who.ok ? { email: who.body.email, name: who.body.name, roles: who.body.roles } : null} />
        </Header>
        <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col focus:outline-none">
          {children}
        </main>
      </div>
    </Keyboard>
  )
}
