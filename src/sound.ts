import type { ChunkOutline } from '../audio/analysis.ts'
import { createPlayback } from '../audio/playback.ts'
import type { SoundStore } from '../audio/sound-store.ts'
import { createContext, createVoices } from '../audio/voices.ts'
import type { Live } from '../scenes/live.ts'

let context: ReturnType<typeof createContext> | null = null

/** Gives the room the sound of one song; what sounded before is let go. */
export function connectSound(live: Live, store: SoundStore, chunks: readonly ChunkOutline[], onEnd: () => void): void {
  disconnectSound(live)
  if (!context || context.sampleRate !== store.sampleRate) {
    void context?.close()
    context = createContext(store.sampleRate)
  }
  const place: [number, number, number] = [0, 0, 0]
  live.voices = createVoices(store, context)
  live.playback = createPlayback(
    chunks,
    live.voices,
    (chunk) => {
      for (let axis = 0; axis < 3; axis++) place[axis] = live.place[chunk * 3 + axis] ?? 0
      return place
    },
    onEnd,
  )
}

export function disconnectSound(live: Live): void {
  live.playback?.dispose()
  live.voices?.dispose()
  live.playback = null
  live.voices = null
}
