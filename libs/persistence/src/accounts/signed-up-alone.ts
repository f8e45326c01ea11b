/**
 * Whether an account is what a sign-up made of it, and no more: nobody invited its address, and it was given no role. Only there may the password
 * of a sign-up become the account's. Of row `u`. The first code of a sign-up is as old as the account, and is kept until the address is verified.
 */
export const signedUpAlone = `u.roles = '{}'
      AND EXISTS (SELECT FROM one_time_codes m WHERE m.user_id = u.id AND m.purpose = 'verify_email' AND m.created_at = u.created_at)
      AND NOT EXISTS (SELECT FROM one_time_codes i WHERE i.user_id = u.id AND i.purpose = 'invitation')`
