/** Measured turns. */
export const MEASURED_RUNS = 3
/** Work that takes longer needs no warm-up turn. */
const WARM_UP_LIMIT_S = 2

export const computeMedian = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] as number

async function measureSeconds(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

/** Medians of contestants that run in turns, so that a noisy machine affects all of them. */
export async function measureMedians<Name extends string>(
  contestants: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[]
  const times = new Map(names.map((name) => [name, [] as number[]]))
  for (let turn = 0; turn <= MEASURED_RUNS; turn++) {
    for (const name of names) {
      const mine = times.get(name) as number[]
      if (mine.length === MEASURED_RUNS) continue
      const time = await measureSeconds(contestants[name])
      if (turn > 0 || time > WARM_UP_LIMIT_S) mine.push(time)
    }
  }
  return Object.fromEntries(names.map((name) => [name, computeMedian(times.get(name) as number[])])) as Record<
    Name,
    number
  >
}

/** Memory in use (heap, buffers, WebAssembly), megabytes. */
export const readMemoryMegabytes = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
