/**
 * What each mail is filled with. `to` and every secret in it are sealed until the mail goes out. Null: the mail is about a session, and what it
 * says is read from the session's row and its user's when it is sent. Times are milliseconds.
 */
export interface MailContents {
  /** The code that shows that an address is the reader's. `ip` and `userAgent` say who asked for it. */
  readonly verification: { readonly to: string; readonly code: string } & Asker
  /** Somebody signed up with an address that has an account. */
  readonly signed_up_already: { readonly to: string } & Asker
  readonly password_reset: { readonly to: string; readonly token: string } & Asker
  /** An administrator made the account, or made its password worthless. */
  readonly password_reset_forced: { readonly to: string; readonly token: string }
  readonly invitation: { readonly to: string; readonly token: string; readonly invitedBy: string }
  readonly password_changed: { readonly to: string; readonly at: number } & Asker
  /** To the new address. */
  readonly email_change: { readonly to: string; readonly code: string }
  /** To an address that somebody wanted to change theirs to, and that has an account. */
  readonly email_change_taken: { readonly to: string }
  /** To the old address. */
  readonly email_changed: { readonly to: string; readonly newEmail: string; readonly at: number } & Asker
  readonly second_factor_changed: {
    readonly to: string
    readonly what: 'added' | 'removed' | 'taken_by_admin' | 'recovery_codes_renewed'
    readonly at: number
  }
  readonly new_device: null
  readonly reuse_detected: null
}

export type MailKind = keyof MailContents

/** From where somebody asked, for the reader to recognise. */
export interface Asker {
  readonly ip: string | null
  readonly userAgent: string | null
}
