/** What a page tells of itself with its heartbeats: visitors have nothing of it until it is mended. */
export const pageProblems = [
  'not-started',
  'crashed',
  'script-errors',
  'no-webgl',
  'no-frames',
  'no-sound',
  'no-song',
] as const
export type PageProblem = (typeof pageProblems)[number]

/** What a PC's kiosk/watch.sh tells: no screen is connected or switched on, or there is no sound device. */
export const outputProblems = ['no-screen', 'no-speaker'] as const
export type OutputProblem = (typeof outputProblems)[number]

export type DeviceProblem = PageProblem | OutputProblem

/**
 * What is wrong with a device. What its missing outputs explain is no further problem: without a screen the browser gets
 * no frames. A closed exhibit needs no screen.
 */
export function listDeviceProblems(
  page: readonly PageProblem[],
  outputs: readonly OutputProblem[],
  scene: string,
): DeviceProblem[] {
  const explained: DeviceProblem[] = [
    ...(outputs.includes('no-screen') ? (['no-frames'] as const) : []),
    ...(outputs.includes('no-speaker') ? (['no-sound'] as const) : []),
    ...(scene === 'closed' ? (['no-screen'] as const) : []),
  ]
  return [...page, ...outputs].filter((problem) => !explained.includes(problem))
}

/** Whether a restart of the browser may mend a problem; an output that is missing comes back without one. */
export const isMendedByRestart = (problem: DeviceProblem): boolean => pageProblems.some((known) => known === problem)
