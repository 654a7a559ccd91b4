import type { Outbox, OutboxEntry } from './outbox.ts'

/** What became of a batch: the server keeps it; will never take it; or cannot be reached now. */
type UploadReply = 'kept' | 'refused' | 'gone'
export type PostVisits = (body: string, keepalive: boolean) => Promise<UploadReply>

/** The most the server takes at once, and what a page may send while it is closed (64 KB for all it has under way). */
const MAX_BATCH_VISITS = 100
const MAX_BATCH_BYTES = 48_000
/** Milliseconds until a server that is gone is asked again: longer and longer. */
const RETRY_DELAYS_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000]

/** As many of the first as one message holds; always one. */
function takeBatch(entries: readonly OutboxEntry[]): OutboxEntry[] {
  let bytes = 0
  let size = 0
  while (size < entries.length && size < MAX_BATCH_VISITS) {
    bytes += JSON.stringify((entries[size] as OutboxEntry).visit).length + 1
    if (size > 0 && bytes > MAX_BATCH_BYTES) break
    size++
  }
  return entries.slice(0, size)
}

const serializeBatch = (entries: readonly OutboxEntry[]): string => JSON.stringify(entries.map(({ visit }) => visit))

export type Uploader = {
  /** Something waits; it is sent at once, unless the server is known to be gone. */
  requestUpload: () => void
  /** Sends whatever waits, once; says whether the server was there for all of it. */
  uploadAll: () => Promise<boolean>
}

/**
 * Brings what waits on the shelf to the server, one message at a time: what is sent twice is counted once, because it has
 * the same receipt, and nothing leaves the shelf before the server has answered that it keeps it.
 */
export function createUploader(shelf: Outbox, post: PostVisits): Uploader {
  let sending = false
  let again = false
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const send = async (): Promise<boolean> => {
    let single = false
    for (;;) {
      const waiting = await shelf.listPending(MAX_BATCH_VISITS)
      const batch = single ? waiting.slice(0, 1) : takeBatch(waiting)
      if (batch.length === 0) return true
      const answer = await post(serializeBatch(batch), false)
      if (answer === 'gone') return false
      if (answer === 'refused' && batch.length > 1) {
        // One of them is not as it should be; the others must not wait for it.
        single = true
        continue
      }
      await shelf.acknowledge(batch, answer === 'kept')
    }
  }

  const run = async () => {
    if (sending) {
      again = true
      return
    }
    sending = true
    again = false
    const there = await send().catch(() => false)
    sending = false
    tries = there ? 0 : tries + 1
    if (!there) timer = setTimeout(retry, RETRY_DELAYS_MS[Math.min(tries, RETRY_DELAYS_MS.length) - 1])
    else if (again) void run()
  }

  const retry = () => {
    timer = undefined
    void run()
  }

  return {
    requestUpload: () => {
      if (timer === undefined) void run()
    },
    uploadAll: send,
  }
}

/** Milliseconds; a server that takes longer is taken for gone. */
const UPLOAD_TIMEOUT_MS = 8000

/** To the server beside the page. Only 204 means that it has them: a server of files alone may answer anything. */
export const postVisits: PostVisits = async (body, keepalive) => {
  try {
    const response = await fetch(new URL('api/visits', document.baseURI), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      keepalive,
      signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
    })
    if (response.status === 204) return 'kept'
    return [400, 413, 422].includes(response.status) ? 'refused' : 'gone'
  } catch {
    return 'gone'
  }
}
