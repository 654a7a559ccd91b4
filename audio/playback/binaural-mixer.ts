import type { Seconds } from '../units.ts'
import { type BinauralEars, BLOCK_SAMPLES, createBinauralEars } from './binaural-ears.ts'
import { createDirectionGlide } from './direction-glide.ts'
import type { ResponseTable } from './response-table.ts'
import { createDistanceCues } from './room/distance-cues.ts'
import { LONGEST_REFLECTION_S } from './room/hall.ts'
import { createNearField } from './room/near-field.ts'
import { createReflectionGlide } from './room/reflection-glide.ts'

/** The room comes and goes in this time. */
const SWITCH_FADE_S: Seconds = 0.2

/** Many sound sources around a head, block by block. */
export type BinauralMixer = {
  /** Three coordinates an input, relative to the head: x to the right, y up, z to the back; meters. */
  positions: Float32Array
  /** Edge of each input's box, meters. */
  sizes: Float32Array
  /** Whether there is a room (0 or 1), its up and its x in the axes of the head, and the height of the ears, meters. */
  room: Float32Array
  /** Both ears, for each output; `clear` before the first input of a block, `addRoom` after the last one. */
  outputs: BinauralEars['outputs']
  clear: () => void
  /** Adds a block of one input to an output; without a block it is silent. */
  addInput: (input: number, block: Float32Array | undefined, output: number) => void
  addRoom: () => void
}

/**
 * Sounds move smoothly and begin where they are. What is silent for as long as a response rings costs nothing.
 * @param kernel compiled from audio/playback/kernels
 * @param table at the rate of the output
 * @param fieldFilters made of the table, see room/field-filters.ts
 */
export function createBinauralMixer(
  kernel: WebAssembly.Module,
  table: ResponseTable,
  fieldFilters: Float32Array,
  inputs: number,
  outputs = 1,
): BinauralMixer {
  const { sampleRate } = table
  const taps = table.responses.length / table.delays.length
  const longestDelay = table.delays.reduce((most, delay) => Math.max(most, delay), 0)
  const tailBlocks = Math.ceil((taps + longestDelay + 4) / BLOCK_SAMPLES)
  const reflectionBlocks = Math.ceil((LONGEST_REFLECTION_S * sampleRate) / BLOCK_SAMPLES) + 1
  const fieldBlocks = Math.ceil(taps / BLOCK_SAMPLES) + 1
  const levelStep = BLOCK_SAMPLES / sampleRate / SWITCH_FADE_S
  const ears = createBinauralEars(kernel, table, inputs, outputs, fieldFilters)
  const nearField = createNearField()
  const glides = ears.voices.map(({ heard }) => createDirectionGlide(sampleRate, BLOCK_SAMPLES, heard.direction))
  const cues = ears.voices.map(({ heard }) =>
    createDistanceCues(sampleRate, BLOCK_SAMPLES, nearField, heard.direction, heard.cues),
  )
  const reflections = ears.reflected.map((voice) => createReflectionGlide(sampleRate, BLOCK_SAMPLES, voice))
  const tailsLeft = new Int32Array(inputs)
  const reflectionsLeft = new Int32Array(inputs)
  const fieldsLeft = new Int32Array(outputs)
  const positions = new Float32Array(3 * inputs)
  const sizes = new Float32Array(inputs)
  const room = Float32Array.of(0, 0, 1, 0, 1, 0, 0, 1.6)
  const place = room.subarray(1)
  let level = 0
  let formerLevel = 0

  const renderDirect = (input: number, isSounding: boolean, x: number, y: number, z: number, output: number) => {
    const isRinging = tailsLeft[input]! > 0
    if (!isSounding && !isRinging) return
    const voice = ears.voices[input]!
    const distance = Math.sqrt(x * x + y * y + z * z)
    if (!isRinging) {
      voice.reset()
      cues[input]!.jump(distance)
    }
    glides[input]![isRinging ? 'step' : 'jump'](x, y, z)
    cues[input]!.step(distance, sizes[input]!, level)
    tailsLeft[input] = isSounding ? tailBlocks : tailsLeft[input]! - 1
    voice.render(output)
  }

  const renderReflections = (input: number, isSounding: boolean, x: number, y: number, z: number, output: number) => {
    const hasRoom = level > 0 || formerLevel > 0
    const isRinging = reflectionsLeft[input]! > 0
    if (!hasRoom) reflectionsLeft[input] = 0
    if (!hasRoom || !(isSounding || isRinging)) return
    if (!isRinging) {
      ears.reflected[input]!.reset()
      reflections[input]!.jump(x, y, z, place)
    }
    reflections[input]!.step(x, y, z, place, level)
    reflectionsLeft[input] = isSounding ? reflectionBlocks : reflectionsLeft[input]! - 1
    fieldsLeft[output] = fieldBlocks
    ears.reflected[input]!.render(output)
  }

  return {
    positions,
    sizes,
    room,
    outputs: ears.outputs,
    clear: () => {
      formerLevel = level
      level = room[0]! > 0 ? Math.min(1, level + levelStep) : Math.max(0, level - levelStep)
      for (let i = 0; i < ears.outputs.length; i++) {
        ears.outputs[i]!.left.fill(0)
        ears.outputs[i]!.right.fill(0)
      }
    },
    addInput: (input, block, output) => {
      const isSounding = block?.length === BLOCK_SAMPLES && !isSilent(block)
      if (!isSounding && tailsLeft[input] === 0 && reflectionsLeft[input] === 0) return
      if (isSounding) ears.input.set(block)
      else ears.input.fill(0)
      const at = 3 * input
      const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!]
      renderDirect(input, isSounding, x, y, z, output)
      renderReflections(input, isSounding, x, y, z, output)
    },
    addRoom: () => {
      for (let output = 0; output < outputs; output++) {
        if (fieldsLeft[output] === 0) continue
        fieldsLeft[output]!--
        ears.renderField(output)
      }
    },
  }
}

function isSilent(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false
  return true
}
