import type { Metadata } from 'next'
import { VerifyForm } from './form'

export const metadata: Metadata = { title: 'Verify your address' }

export default function VerifyPage() {
  return <VerifyForm />
}
