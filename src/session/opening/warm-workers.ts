import { warmAnalysisWorker } from '../../../audio/analysis/analysis-client.ts'
import { warmDecodeWorker } from '../../../audio/decoding/decode-client.ts'
import { warmTagsWorker } from './read-file-tags.ts'

/** Milliseconds; a busy page starts the workers then at the latest. */
const MAX_WAIT_MS = 3000

/** Starts the workers of the next file when the page has nothing else to do. */
export function warmWorkersWhenIdle(): void {
  if (typeof Worker === 'undefined') return
  const warm = () => {
    warmDecodeWorker()
    warmAnalysisWorker()
    warmTagsWorker()
  }
  if ('requestIdleCallback' in globalThis) requestIdleCallback(warm, { timeout: MAX_WAIT_MS })
  else setTimeout(warm, MAX_WAIT_MS)
}
