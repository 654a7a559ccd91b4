export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

/** Input sources with their actions, in the form that WebDriver and WebDriver BiDi share. */
export type InputActions = Record<string, unknown>[]

/** One page of an engine: the little that WebDriver BiDi and W3C WebDriver both can do. */
export interface EngineTab {
  /** Resolves when the page has loaded. */
  goto(url: string): Promise<void>
  reload(): Promise<void>
  /** @param expression JavaScript; a promise is awaited. @returns its value, which must be JSON */
  evaluate(expression: string): Promise<unknown>
  performActions(actions: InputActions): Promise<void>
  /** @param expression of a file input. @param paths absolute */
  setFiles(expression: string, paths: string[]): Promise<void>
  /** A PNG. */
  screenshot(): Promise<Buffer>
  setViewport(width: number, height: number): Promise<void>
  /** Covers the page with another tab. @returns shows it again */
  hide(): Promise<() => Promise<void>>
  close(): Promise<void>
}

export interface TabOptions {
  /** Files that the page downloads come here. */
  downloadFolder: string
  /** Whether sound may start without a gesture. */
  autoplay: boolean
  reducedMotion: boolean
  viewport: { width: number; height: number }
  /** false starts an engine that refuses WebGL. */
  webgl: boolean
}
