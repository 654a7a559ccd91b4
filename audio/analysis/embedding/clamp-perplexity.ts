/** For songs of few chunks perplexity is at most (N - 1) / 3, and at least 1. */
export const clampPerplexity = (perplexity: number, count: number): number =>
  Math.max(1, Math.min(perplexity, (count - 1) / 3))
