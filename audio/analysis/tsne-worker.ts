import { runPoolWorker } from './embedding/tsne-worker-pool.ts'

// A further worker of the embedding: it says that it is there, and helps until it is ended from outside.
self.onmessage = ({ data }: MessageEvent<WebAssembly.Memory>) => {
  self.postMessage('ready')
  void runPoolWorker(data)
}
