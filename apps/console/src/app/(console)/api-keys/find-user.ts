'use server'
import { checkOrigin } from '../../../session/write'
import { userNamed, type Named } from './user-named'

/** For the filter: the address keeps ids, and people know e-mails. */
export async function findUser(text: string): Promise<Named> {
  await checkOrigin()
  return userNamed(text)
}
