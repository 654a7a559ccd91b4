import type { Seconds } from '../../../audio/units.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'

/** Long enough to recognize a sound. */
const MAX_CHUNK_SECONDS: Seconds = 2
/** Shorter chunks would run into each other. */
const MIN_CHUNK_SECONDS: Seconds = 0.35
const GAP_SECONDS: Seconds = 0.15

/**
 * Plays chunks one after the other, up to 2 seconds of each, while the song pauses. Ends when the song plays again or
 * the visitor picks something.
 * @param tell called with each chunk when it starts, and once with null at the end
 * @returns a function that ends the sequence
 */
export function playInSequence(
  { store, frameState, services, actions }: SceneContext,
  chunks: readonly number[],
  tell: (chunk: number | null) => void,
): () => void {
  const { playback } = services
  let timer = 0
  let now = -1
  let over = false
  actions.pause()
  void services.voices?.resume()

  const end = (hush: boolean) => {
    if (over) return
    over = true
    window.clearTimeout(timer)
    unsubscribe()
    if (hush) playback?.stopPicked()
    tell(null)
  }
  const { selected } = store.getState()
  const unsubscribe = store.subscribe((state) => {
    // A chunk picked meanwhile keeps sounding.
    if (frameState.playhead.pickedChunk !== now || state.selected !== selected) end(false)
    else if (state.playing) end(true)
  })
  const step = (k: number) => {
    const chunk = chunks[k]
    const span = chunk === undefined ? undefined : frameState.boxes.chunks[chunk]
    // Another song may be open by now.
    if (chunk === undefined || !span || services.playback !== playback) {
      end(false)
      return
    }
    now = chunk
    frameState.playhead.pickedChunk = chunk
    playback?.pick(chunk)
    tell(chunk)
    const length = span.end - span.start
    const sounding = Math.max(MIN_CHUNK_SECONDS, Math.min(MAX_CHUNK_SECONDS, length))
    timer = window.setTimeout(() => {
      if (length > MAX_CHUNK_SECONDS) playback?.stopPicked()
      timer = window.setTimeout(() => step(k + 1), GAP_SECONDS * 1000)
    }, sounding * 1000)
  }
  step(0)
  return () => end(true)
}
