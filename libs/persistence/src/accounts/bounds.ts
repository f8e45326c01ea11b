/** Seconds that a mailed code is good. */
export const codeLifetime = 600
/** Wrong guesses at one code. */
export const codeTries = 5
/** Seconds between two mails of one kind to one account: inside it, another is asked for in vain. */
export const mailPause = 60
/** Good at once: somebody who asks again and again for another's account must not void what its owner has, nor fill the table. */
export const mostLiveCodes = 5
/** Seconds that a link is good which sets a forgotten password. */
export const resetLifetime = 3600
/** Seconds that an invitation is good. */
export const invitationLifetime = 604_800
