import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { home } from '../../security/next-path'
import { tokensOfRequest } from '../../session/viewer'
import { SignUpForm } from './form'

export const metadata: Metadata = { title: 'Create an account' }

export default async function SignUpPage() {
  if (await tokensOfRequest()) redirect(home)
  return <SignUpForm />
}
