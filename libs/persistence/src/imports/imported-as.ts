/**
 * What `imported_as` of account `u` is when its address is about to go: SQL. Releases before did not write it down at the import. Whom they imported
 * begins in the log with that, and has the address that they came with until the log says that it changed.
 */
export const importedAs = `
  CASE WHEN u.imported_as IS NULL AND (SELECT e.kind FROM events e WHERE e.user_id = u.id ORDER BY e.id LIMIT 1) = 'user_imported'
    AND NOT EXISTS (SELECT FROM events e WHERE e.user_id = u.id AND e.kind = 'email_changed')
  THEN sha256(convert_to(u.email, 'UTF8')) ELSE u.imported_as END`
