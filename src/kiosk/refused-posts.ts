import type { RefusablePost } from '../../protocol/health.ts'

/** These answers come from a server that is busy, or has no such route because it serves files alone. */
const NO_REFUSALS = [404, 405, 408, 429]

/** What the server, or a proxy before it, refuses of what this page sends. */
export type RefusedPosts = {
  /** @param status of the answer to a post; without an answer nothing is known */
  recordAnswer: (post: RefusablePost, status: number | undefined) => void
  set: (post: RefusablePost, isRefused: boolean) => void
  list: () => RefusablePost[]
}

export function createRefusedPosts(): RefusedPosts {
  const refused = new Set<RefusablePost>()
  const set = (post: RefusablePost, isRefused: boolean) => void (isRefused ? refused.add(post) : refused.delete(post))
  return {
    recordAnswer: (post, status) => {
      if (status !== undefined && status < 500) set(post, status >= 400 && !NO_REFUSALS.includes(status))
    },
    set,
    list: () => [...refused],
  }
}
