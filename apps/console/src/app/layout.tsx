import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { nonceOf } from '../security/csp'
import { EarlyPresses } from '../ui/early-presses'
import { StyleNonce } from '../ui/style-nonce'
import { Toasts } from '../ui/toast'
import { ServerTime } from '../ui/when'
import { preferenceNames, themeOf } from './preferences'

export const metadata: Metadata = {
  title: { default: 'Tessera', template: '%s · Tessera' },
  description: 'Sessions that clients can refresh, people can see and administrators can end.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = themeOf((await cookies()).get(preferenceNames.theme)?.value)
  const nonce = nonceOf((await headers()).get('content-security-policy'))
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body className="font-sans">
        <EarlyPresses nonce={nonce} />
        <StyleNonce />
        <ServerTime at={new Date().getTime()} />
        <NuqsAdapter>
          <Toasts>{children}</Toasts>
        </NuqsAdapter>
      </body>
    </html>
  )
}
