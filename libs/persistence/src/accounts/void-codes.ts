/**
 * An UPDATE that makes the codes and links of users good no more: what was mailed before a password or an account changed must not undo it. A
 * part of the statement that makes the change.
 *
 * @param from holds `f`, with `id` (the user) and `at`
 * @param but SQL for the id of a code that the same statement consumes, which no statement may write twice
 */
export const voidCodesOf = (from: string, { but = 'NULL' }: { readonly but?: string } = {}) => `
    UPDATE one_time_codes v SET used_at = f.at FROM ${from} WHERE v.user_id = f.id AND v.used_at IS NULL AND v.id IS DISTINCT FROM ${but}`
