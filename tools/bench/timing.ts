/** Turns that count. */
export const turns = 3
/** What takes longer than this needs no turn to warm up. */
const cold = 2

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number

async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** The medians of contestants that take turns, so that a noisy machine is noisy for all of them. */
export async function race<Name extends string>(
  contestants: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let turn = 0; turn <= turns; turn++) {
    for (const name of names) {
      const mine = times.get(name) as number[]
      if (mine.length === turns) continue
      const time = await seconds(contestants[name])
      if (turn > 0 || time > cold) mine.push(time)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) as number[])])) as Record<Name, number>
}

/** Heap, buffers and the memories of kernels in use, megabytes. */
export const megabytes = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
