/** The fields of a body that is an object; null for everything else that JSON may hold. */
export function fieldsOf(body: unknown): Readonly<Record<string, unknown>> | null {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  return isObject ? (body as Record<string, unknown>) : null
}
