/** Which build this is (next.config.ts): the same in a page and in the server that it came from, until another release takes over. */
export const release = process.env['RELEASE']
