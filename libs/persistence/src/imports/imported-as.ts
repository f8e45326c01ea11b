/**
 * When a user was imported, as `at`: SQL; no row for whoever was not. It is the first that the log has of them, and is looked for nowhere else: of somebody with
 * millions of events that took longer than a statement may. In the order of an index, so that it is followed whatever the planner believes.
 */
export const importOf = (userId: string) => `
  SELECT f.at FROM (
    SELECT e.user_id, e.kind, e.at FROM events e WHERE (e.user_id, e.id) > (${userId}, 0) ORDER BY e.user_id, e.id LIMIT 1
  ) f WHERE f.user_id = ${userId} AND f.kind = 'user_imported'`

/**
 * What `imported_as` of account `u` is when its address is about to go: SQL. Releases before did not write it down at the import. Whom they imported
 * begins in the log with that, and has the address that they came with until the log says that it changed: by whose it is, so it is looked for among what
 * they did themselves.
 */
export const importedAs = `
  CASE WHEN u.imported_as IS NULL AND EXISTS (${importOf('u.id')})
    AND NOT EXISTS (SELECT FROM events e WHERE e.by = u.id AND e.kind = 'email_changed')
  THEN sha256(convert_to(u.email, 'UTF8')) ELSE u.imported_as END`
