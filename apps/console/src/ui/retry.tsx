'use client'
import { RotateCw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { Button } from './button'

/** Loads the page’s data again, in place. */
export function Retry() {
  const router = useRouter()
  const [pending, start] = useTransition()
  return (
    <Button aria-disabled={pending} onClick={() => pending || start(() => router.refresh())}>
      <RotateCw />
      {pending ? 'Trying…' : 'Try again'}
    </Button>
  )
}
