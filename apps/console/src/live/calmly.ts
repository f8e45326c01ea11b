/**
 * Runs a task soon after it was asked for, however often that is: at most once in `every` milliseconds, and never twice at a time. What is
 * asked for meanwhile is one more run at the end.
 */
export function calmly(task: () => Promise<void>, { soon = 250, every = 2_000 } = {}): { ask(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = false
  let running = false
  let last = -Infinity

  function plan(): void {
    if (timer !== undefined || running) return
    timer = setTimeout(() => void run(), Math.max(soon, last + every - Date.now()))
  }
  async function run(): Promise<void> {
    timer = undefined
    asked = false
    running = true
    last = Date.now()
    await task().catch(() => undefined)
    running = false
    if (asked) plan()
  }
  return {
    ask() {
      asked = true
      plan()
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
      asked = false
    },
  }
}
