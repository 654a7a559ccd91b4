/** Whether this browser makes a WebGL context now. */
export function canDraw(): boolean {
  const context = document.createElement('canvas').getContext('webgl2')
  // Browsers keep few contexts at once.
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}
