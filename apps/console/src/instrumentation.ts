/** Next runs this once, before the first request. It is compiled for the edge too, where nothing of ours runs. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') (await import('./start')).start()
}
