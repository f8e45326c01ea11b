import type { Metadata } from 'next'
import { ResetForm } from './form'

export const metadata: Metadata = { title: 'Set your password' }

export default function ResetPage() {
  return <ResetForm />
}
