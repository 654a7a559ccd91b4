/** Milliseconds between two messages: a page renders for each of them. */
const MIN_INTERVAL_MS = 50

/** Passes on the beginning and the end of each stage, and what lies between at most once in 50 ms. */
export function limitProgress<Stage>(
  report: (stage: Stage, fraction: number) => void,
): (stage: Stage, fraction: number) => void {
  let current: Stage | undefined
  let reportedMs = 0
  return (stage, fraction) => {
    const nowMs = performance.now()
    if (stage === current && fraction < 1 && nowMs - reportedMs < MIN_INTERVAL_MS) return
    current = stage
    reportedMs = nowMs
    report(stage, fraction)
  }
}
