/**
 * For each output channel the channel of a Vorbis or Opus stream (Vorbis I, 4.3.9): 3.0, 5.0, 5.1, 6.1 and 7.1 in the
 * order of WAVE and Web Audio, with the LFE fourth. Other layouts have the same order in both.
 */
const waveOrders: Record<number, number[]> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 5, 3, 4],
  8: [0, 2, 1, 7, 5, 6, 3, 4],
}

/** Changes a list with one item for each channel from the order of Vorbis to that of WAVE. */
export const toWaveOrder = <Item>(items: Item[]): Item[] =>
  waveOrders[items.length]?.map((channel) => items[channel] as Item) ?? items
