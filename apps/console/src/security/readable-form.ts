/** Whether what a browser posted by itself is a form at all: where Next cannot read one, it answers as if the fault were ours. */
export async function isReadableForm(request: Request): Promise<boolean> {
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) return true
  return request
    .clone()
    .formData()
    .then(
      () => true,
      () => false,
    )
}
