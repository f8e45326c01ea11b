'use client'
import { Maximize2 } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { Dialog, DialogPanel } from '../../../../../ui/dialog'

/** Opens over the list, and goes back to it when closed: the address is the session's all the while. */
export function SidePanel({ address, children }: { address: string; children: ReactNode }) {
  const router = useRouter()
  const path = usePathname()
  return (
    <Dialog open={path === address} onOpenChange={(open) => !open && router.back()}>
      <DialogPanel place="side" title="Session" bar={<OpenAsPage address={address} />}>
        {children}
      </DialogPanel>
    </Dialog>
  )
}

/** A plain link: a soft navigation to this address would open the panel again. */
function OpenAsPage({ address }: { address: string }) {
  return (
    <a href={address} className="inline-flex items-center gap-1.5 text-table text-quiet hover:text-text">
      <Maximize2 aria-hidden className="size-3.5" />
      Open as a page
    </a>
  )
}
