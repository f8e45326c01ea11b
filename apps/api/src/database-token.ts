/** What the `Database` is injected by: an interface has no name at run time. */
export const databaseToken = Symbol('Database')
