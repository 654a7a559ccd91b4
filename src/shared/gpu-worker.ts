// A context without a picture: what counts is that the browser has set out to make one. It goes with the worker.
new OffscreenCanvas(1, 1).getContext('webgl2')
self.postMessage(null)
