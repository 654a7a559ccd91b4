/** libvorbis behind the callbacks of ogv.js; every callback is called before the function returns. */
declare module 'ogv/dist/ogv-decoder-audio-vorbis-wasm.js' {
  type OgvVorbis = {
    /** The samples of the last packet that brought some, one array for each channel. */
    audioBuffer: Float32Array<ArrayBuffer>[] | null
    audioFormat: { channels: number; rate: number } | null
    init: (done: () => void) => void
    /** `done` is called with 1 if the header is valid. */
    processHeader: (packet: ArrayBuffer, done: (valid: number) => void) => void
    processAudio: (packet: ArrayBuffer, done: (valid: number) => void) => void
  }
  const createOgvVorbis: (options: {
    instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ) => WebAssembly.Exports
    printErr: (text: string) => void
  }) => Promise<OgvVorbis>
  // biome-ignore lint/style/noDefaultExport: the package's own way
  export default createOgvVorbis
}
