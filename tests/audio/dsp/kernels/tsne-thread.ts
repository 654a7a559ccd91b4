import { parentPort, workerData } from 'node:worker_threads'
import { runPoolWorker } from '../../../../audio/analysis/embedding/tsne-worker-pool.ts'

// audio/analysis/tsne-worker.ts for Node.
parentPort?.postMessage('ready')
void runPoolWorker(workerData as WebAssembly.Memory)
