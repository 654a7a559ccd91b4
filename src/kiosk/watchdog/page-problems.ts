import type { PageProblem } from '../../../protocol/device-problems.ts'

/** What is wrong with this page now; each heartbeat tells it. */
export type PageProblems = {
  set: (problem: PageProblem, isThere: boolean) => void
  list: () => PageProblem[]
}

export function createPageProblems(): PageProblems {
  const problems = new Set<PageProblem>()
  return {
    set: (problem, isThere) => void (isThere ? problems.add(problem) : problems.delete(problem)),
    list: () => [...problems],
  }
}
