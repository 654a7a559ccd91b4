declare module 'tsne-js' {
  /** As far as classic.ts uses it. */
  // biome-ignore lint/style/noDefaultExport: the package's own way
  export default class TSNE {
    constructor(config: { dim: number; perplexity: number; learningRate: number; nIter: number; metric: 'euclidean' })
    init(options: { data: number[][]; type: 'dense' }): void
    on(
      event: 'progressIter',
      listener: (progress: [iteration: number, error: number, gradientNorm: number]) => void,
    ): void
    run(): [error: number, iteration: number]
    getOutput(): number[][]
  }
}
