declare module 'omnitone/build/omnitone.esm.js' {
  type Renderer = { input: AudioNode; output: AudioNode; initialize: () => Promise<void> }
  const Omnitone: {
    createHOARenderer: (context: BaseAudioContext, config: { ambisonicOrder: 2 | 3 }) => Renderer
  }
  // biome-ignore lint/style/noDefaultExport: the library has only that
  export default Omnitone
}
