import { parentPort, workerData } from 'node:worker_threads'
import { joinCrew } from '../../../audio/embedding/crew.ts'

// audio/crew-worker.ts for Node.
parentPort?.postMessage('ready')
void joinCrew(workerData as WebAssembly.Memory)
