const listed = new Intl.ListFormat('en')

/** “orders-1, orders-2, and 3 more”. */
export function followersInWords(followers: readonly { readonly name: string }[]): string {
  const names = followers.map(({ name }) => name)
  return listed.format(names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more`] : names)
}
