/** A link that stands by itself, among facts or in a table. In the middle of a sentence, underline it. */
export const linkLook = 'font-medium text-accent-text underline-offset-4 hover:underline'
