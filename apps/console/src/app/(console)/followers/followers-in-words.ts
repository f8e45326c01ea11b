const listed = new Intl.ListFormat('en')

/** “orders-1, orders-2, and 3 more”. @param more whether there may be others beside them: “and at least 3 more” */
export function followersInWords(followers: readonly { readonly name: string }[], more = false): string {
  const names = followers.map(({ name }) => name)
  const rest = `${more ? 'at least ' : ''}${names.length - 2} more`
  return listed.format(names.length > 3 ? [...names.slice(0, 2), rest] : names)
}
