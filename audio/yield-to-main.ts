/** Longest task on the main thread; frames and input wait meanwhile. */
const MAX_TASK_MS = 8

/** Resolves in a new task, after the waiting ones. */
export function yieldToNextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}

/** Splits long work into short tasks: await the returned function often; it yields when the current task is long enough. */
export function createYielder(): () => Promise<void> | undefined {
  let taskStart = performance.now()
  return () => {
    if (performance.now() - taskStart < MAX_TASK_MS) return undefined
    return yieldToNextTask().then(() => {
      taskStart = performance.now()
    })
  }
}
