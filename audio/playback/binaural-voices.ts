import type { Hertz } from '../units.ts'
import type { HeadListener } from './audio-listener.ts'
import { createBinauralNode } from './binaural-node.ts'
import type { BinauralOptions } from './binaural-options.ts'
import processorUrl from './binaural-processor.ts?worker&url'
import { binaural } from './kernels/build/binaural.ts'
import { resampleResponses } from './resample-responses.ts'
import { loadResponseTable } from './response-file.ts'
import { createFieldFilters } from './room/field-filters.ts'
import { createWorkletVoices, type WorkletVoices } from './worklet-voices.ts'

/** The audio thread's memory holds delays for rates up to this. */
const MAX_RATE_HZ: Hertz = 192_000

/** Voices heard by measured ears, in an AudioWorklet. */
export type BinauralVoices = WorkletVoices & {
  /** How the place lies about the head; reflections come from its floor and walls. */
  placeHead: (head: HeadListener) => void
  setRoom: (on: boolean) => void
}

const loadedOptions = new WeakMap<BaseAudioContext, Promise<BinauralOptions | null>>()

/** Loads what {@link createBinauralVoices} needs, once a context; null where it cannot be: PannerNodes do then. */
export function loadBinauralVoices(context: BaseAudioContext): Promise<BinauralOptions | null> {
  const loading =
    loadedOptions.get(context) ??
    loadOptions(context).catch((error: unknown) => {
      console.warn('Voices use the PannerNodes of the browser:', error)
      return null
    })
  loadedOptions.set(context, loading)
  return loading
}

async function loadOptions(context: BaseAudioContext): Promise<BinauralOptions | null> {
  const kernel = Uint8Array.from(atob(binaural), (character) => character.charCodeAt(0))
  // Worklets are missing in old engines and on pages without HTTPS.
  if (!context.audioWorklet || !WebAssembly.validate(kernel) || context.sampleRate > MAX_RATE_HZ) return null
  // Chromium starts its output again for the first module, so this one does not wait for the table.
  const added = context.audioWorklet.addModule(processorUrl)
  const [measured] = await Promise.all([loadResponseTable(), added])
  const table = resampleResponses(measured, context.sampleRate)
  return { kernel, table, fieldFilters: createFieldFilters(table) }
}

/** @param outputs of the song and of picks */
export function createBinauralVoices(
  context: BaseAudioContext,
  options: BinauralOptions,
  outputs: { song: AudioNode; pick: AudioNode },
): BinauralVoices {
  const { room, ...node } = createBinauralNode(context, options)
  return {
    ...createWorkletVoices(context, node, outputs),
    placeHead: ({ axes, position }) => {
      for (let i = 0; i < axes.length; i++) room[i + 1]!.value = axes[i]!
      room[axes.length + 1]!.value = position[1]
    },
    setRoom: (on) => {
      room[0]!.value = on ? 1 : 0
    },
  }
}
