'use client'
import { setNonce } from 'get-nonce'

/**
 * Hands the document's nonce to the one library that writes a style element: Radix's scroll lock, while a dialog is open.
 *
 * It is read from the document and not passed down: after a refresh the layout would know the newest answer's nonce, and the policy
 * in force is still that of the first.
 */
export function StyleNonce() {
  if (typeof document !== 'undefined') setNonce(document.querySelector('script')?.nonce ?? '')
  return null
}
