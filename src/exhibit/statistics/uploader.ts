import { MAX_VISITS_PER_REQUEST } from '../../../protocol/visit.ts'
import type { Outbox, OutboxEntry } from './outbox.ts'

/** The server has stored a batch, has refused it for good, or cannot be reached. */
type UploadReply = 'kept' | 'refused' | 'gone'
export type PostVisits = (body: string, keepalive: boolean) => Promise<UploadReply>

/** Browsers limit the requests of a page that is being closed to 64 KB. */
const MAX_BATCH_BYTES = 48_000
/** Delays between attempts while the server cannot be reached. */
const RETRY_DELAYS_MS = [1000, 2000, 5000, 10_000, 30_000, 60_000]
const UPLOAD_TIMEOUT_MS = 8000

/** The first entries that fit into one request; at least one. */
function takeBatch(entries: readonly OutboxEntry[]): OutboxEntry[] {
  let bytes = 0
  let size = 0
  while (size < entries.length && size < MAX_VISITS_PER_REQUEST) {
    bytes += JSON.stringify((entries[size] as OutboxEntry).visit).length + 1
    if (size > 0 && bytes > MAX_BATCH_BYTES) break
    size++
  }
  return entries.slice(0, size)
}

const serializeBatch = (entries: readonly OutboxEntry[]): string => JSON.stringify(entries.map(({ visit }) => visit))

export type Uploader = {
  /** Uploads now, or at the next attempt if the server cannot be reached. */
  requestUpload: () => void
  /** Uploads all pending visits; false if the server could not be reached. */
  uploadAll: () => Promise<boolean>
}

/**
 * Uploads the visits of an outbox, one request at a time. The server counts repeated records of a receipt once, and a
 * visit stays in the outbox until the server has answered that it is stored.
 */
export function createUploader(outbox: Outbox, post: PostVisits): Uploader {
  let isUploading = false
  let isRequestedAgain = false
  let failedAttempts = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const uploadAll = async (): Promise<boolean> => {
    let oneByOne = false
    for (;;) {
      const pending = await outbox.listPending(MAX_VISITS_PER_REQUEST)
      const batch = oneByOne ? pending.slice(0, 1) : takeBatch(pending)
      if (batch.length === 0) return true
      const reply = await post(serializeBatch(batch), false)
      if (reply === 'gone') return false
      if (reply === 'refused' && batch.length > 1) {
        // An invalid visit must not block the others.
        oneByOne = true
        continue
      }
      await outbox.acknowledge(batch, reply === 'kept')
    }
  }

  const run = async () => {
    if (isUploading) {
      isRequestedAgain = true
      return
    }
    isUploading = true
    isRequestedAgain = false
    const isReachable = await uploadAll().catch(() => false)
    isUploading = false
    failedAttempts = isReachable ? 0 : failedAttempts + 1
    if (!isReachable) timer = setTimeout(retry, RETRY_DELAYS_MS[Math.min(failedAttempts, RETRY_DELAYS_MS.length) - 1])
    else if (isRequestedAgain) void run()
  }

  const retry = () => {
    timer = undefined
    void run()
  }

  return {
    requestUpload: () => {
      if (timer === undefined) void run()
    },
    uploadAll,
  }
}

/**
 * Posts to the server beside the page. Only status 204 means stored: a file server may answer anything.
 * @param onStatus gets the HTTP status of each answer
 */
export const createVisitPoster =
  (onStatus: (status: number) => void): PostVisits =>
  async (body, keepalive) => {
    try {
      const response = await fetch(new URL('api/visits', document.baseURI), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        keepalive,
        signal: AbortSignal.timeout(UPLOAD_TIMEOUT_MS),
      })
      onStatus(response.status)
      if (response.status === 204) return 'kept'
      return [400, 413, 422].includes(response.status) ? 'refused' : 'gone'
    } catch {
      return 'gone'
    }
  }
