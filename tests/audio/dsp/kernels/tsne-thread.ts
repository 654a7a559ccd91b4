import { parentPort, workerData } from 'node:worker_threads'
import { joinCrew } from '../../../../audio/analysis/embedding/tsne-worker-pool.ts'

// audio/analysis/tsne-worker.ts for Node.
parentPort?.postMessage('ready')
void joinCrew(workerData as WebAssembly.Memory)
