let crashCount = 0

/** How many workers have crashed in this page. */
export const getCrashCount = (): number => crashCount

/** Every worker that is made from now on is watched: whoever made it hears of its crash too, and does without it. */
export function watchWorkers(note: () => void): void {
  const crash = () => {
    crashCount++
    note()
  }
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options)
      this.addEventListener('error', crash, { once: true })
      this.addEventListener('messageerror', crash, { once: true })
    }
  }
}
