/** A task of the page's own thread may take so long; frames and clicks wait meanwhile. Milliseconds. */
const MAX_TASK_MS = 8

/** Resolves in a task of its own: everything that waits for the thread goes first. */
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

/** Long work in short turns: awaited now and then, the returned function gives the thread away when a turn is over. */
export function createYielder(): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < MAX_TASK_MS) return undefined
    return yieldToNextTask().then(() => {
      began = performance.now()
    })
  }
}
