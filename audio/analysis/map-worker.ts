import { type CancelFlag, setCancelFlag } from '../dsp/cancellation.ts'
import { selectBackend } from '../dsp/wasm-kernels.ts'
import type { MapJob } from './embedding/engines.ts'
import type { Points } from './embedding/points.ts'
import { runTsne } from './embedding/tsne.ts'

/** Messages of the worker, in order: snapshots, the last of which is the map. */
export type MapMessage = { points: Points; iteration: number; iterations: number }

export type CancellableMapJob = MapJob & { cancelFlag: CancelFlag | null }

self.onmessage = ({ data: { pairs, start, cancelFlag } }: MessageEvent<CancellableMapJob>) => {
  setCancelFlag(cancelFlag)
  runTsne(pairs, start, (points, iteration, iterations) =>
    self.postMessage({ points, iteration, iterations } satisfies MapMessage),
  )
}

// The worker is started before it is needed; so are its kernels.
selectBackend()
