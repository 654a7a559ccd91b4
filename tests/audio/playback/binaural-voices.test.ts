import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createBinauralVoices, loadBinauralVoices } from '../../../audio/playback/binaural-voices.ts'
import { INPUTS_PER_BUS } from '../../../audio/playback/worklet-inputs.ts'

type FakeNode = ReturnType<typeof openFakeNode>
const nodes: FakeNode[] = []

function openFakeNode() {
  const values = new Map<string, { value: number }>()
  return {
    values,
    connect: vi.fn(),
    disconnect: vi.fn(),
    port: { postMessage: vi.fn(), onmessage: () => {} },
    onprocessorerror: () => {},
    parameters: {
      get: (name: string) => {
        const param = values.get(name) ?? { value: 0 }
        values.set(name, param)
        return param
      },
    },
  }
}

beforeEach(() => {
  nodes.length = 0
  vi.stubGlobal('AudioWorkletNode', function openNode() {
    nodes.push(openFakeNode())
    return nodes.at(-1)
  })
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const openGate = () => ({ connect: vi.fn() }) as unknown as AudioNode & { connect: ReturnType<typeof vi.fn> }
const output = {} as AudioNode
const openVoices = (state: AudioContextState) => {
  const context = { state, sampleRate: 44_100 } as BaseAudioContext
  const voices = createBinauralVoices(context, {} as Parameters<typeof createBinauralVoices>[1], {
    song: output,
    pick: output,
  })
  return { voices, node: nodes.at(-1) as FakeNode }
}

test('each voice has an input of its own until it ends, and its bus has no more of them', () => {
  const { voices } = openVoices('suspended')
  const gates = Array.from({ length: INPUTS_PER_BUS }, openGate)
  const opened = gates.map((gate) => voices.open('pick', gate, [1, 2, 3], 0.1))
  const inputs = gates.map((gate) => gate.connect.mock.calls[0]?.[2])
  expect(new Set(inputs).size).toBe(INPUTS_PER_BUS)
  expect(voices.open('pick', openGate(), [1, 2, 3], 0.1)).toBeNull()
  expect(voices.open('song', openGate(), [1, 2, 3], 0.1)).not.toBeNull()
  opened[3]?.dispose()
  const next = openGate()
  voices.open('pick', next, [0, 0, 0], 0.1)
  expect(next.connect.mock.calls[0]?.[2]).toBe(inputs[3])
})

test('a voice is where it was moved to', () => {
  const { voices, node } = openVoices('suspended')
  const gate = openGate()
  const voice = voices.open('song', gate, [1, 2, 3], 0.1)
  const input = gate.connect.mock.calls[0]?.[2]
  const read = () => ['x', 'y', 'z'].map((axis) => node.values.get(`${axis}${input}`)?.value)
  expect(read()).toEqual([1, 2, 3])
  voice?.moveTo([4, 5, -6])
  expect(read()).toEqual([4, 5, -6])
})

test('a running context has no voices before its audio thread says so, and none after a failure there', () => {
  const { voices, node } = openVoices('running')
  expect(voices.open('song', openGate(), [0, 0, -1], 0.1)).toBeNull()
  node.port.onmessage()
  expect(voices.open('song', openGate(), [0, 0, -1], 0.1)).not.toBeNull()
  node.onprocessorerror()
  expect(voices.open('song', openGate(), [0, 0, -1], 0.1)).toBeNull()
})

test('without AudioWorklet there is nothing to load', async () => {
  const load = vi.fn()
  vi.stubGlobal('fetch', load)
  expect(await loadBinauralVoices({ sampleRate: 44_100 } as BaseAudioContext)).toBeNull()
  expect(load).not.toHaveBeenCalled()
})

test('a table that does not come is tried again with the next context', async () => {
  const load = vi.fn(async () => ({ ok: false, status: 404 }))
  vi.stubGlobal('fetch', load)
  for (const turn of [1, 2]) {
    const context = { sampleRate: 44_100, audioWorklet: { addModule: async () => {} } } as unknown as BaseAudioContext
    expect(await loadBinauralVoices(context)).toBeNull()
    expect(load).toHaveBeenCalledTimes(turn)
  }
})
