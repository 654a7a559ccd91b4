/** Milliseconds after which a GPU that does not answer is no longer waited for. */
const MAX_GPU_WAIT_MS = 2000
const GPU_POLL_INTERVAL_MS = 4

/** Resolves once the GPU has done what it was asked for: until then a question to it would block the page. */
export async function waitForGpu(gl: WebGL2RenderingContext): Promise<void> {
  const sync = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
  if (!sync) return
  gl.flush()
  const deadline = performance.now() + MAX_GPU_WAIT_MS
  while (gl.getSyncParameter(sync, gl.SYNC_STATUS) !== gl.SIGNALED && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, GPU_POLL_INTERVAL_MS))
  gl.deleteSync(sync)
}
