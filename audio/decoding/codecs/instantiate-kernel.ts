/**
 * Starts a decoder kernel of audio/decoding/kernels, each time with a memory of its own.
 * @param base64 text of a module in audio/decoding/kernels/build
 * @returns its exports
 * @throws {Error} where WebAssembly is missing or forbidden
 */
export async function instantiateKernel<Exports>(base64: string): Promise<Exports & { memory: WebAssembly.Memory }> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const { instance } = await WebAssembly.instantiate(bytes)
  return instance.exports as unknown as Exports & { memory: WebAssembly.Memory }
}
