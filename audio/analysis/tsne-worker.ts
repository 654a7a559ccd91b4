import { runPoolWorker } from './embedding/tsne-worker-pool.ts'

// A worker of the t-SNE pool: reports that it has started, then computes shares until it is terminated.
self.onmessage = ({ data }: MessageEvent<WebAssembly.Memory>) => {
  self.postMessage('ready')
  void runPoolWorker(data)
}
