import { redirect } from 'next/navigation'
import { home } from '../security/next-path'

export default function Start() {
  redirect(home)
}
