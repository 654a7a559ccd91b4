import { type Camera, Scene, type WebGLRenderer } from 'three'
import { expect, test } from 'vitest'
import { compilePrograms } from '../../../src/shared/compile-programs.ts'

/** A renderer that notes what it is asked for; each question takes `askMs`. */
function createRenderer(askMs: number, isParallel: boolean, onAsk = () => {}) {
  const calls: string[] = []
  let compiled = 0
  const getUniforms = () => {
    calls.push(`uniforms ${compiled}`)
    const end = performance.now() + askMs
    while (performance.now() < end);
    onAsk()
  }
  const program = { getUniforms, getAttributes: () => {} }
  const gl = {
    fenceSync: () => ({}),
    flush: () => {},
    getSyncParameter: () => {
      calls.push('fence')
      return gl.SIGNALED
    },
    deleteSync: () => {},
    SIGNALED: 1,
  }
  const compile = () => {
    calls.push('compile')
    compiled++
  }
  return {
    calls,
    renderer: {
      info: { programs: [program, program, program] },
      extensions: { has: () => isParallel },
      getContext: () => gl,
      compile,
      compileAsync: async () => compile(),
    } as unknown as WebGLRenderer,
  }
}

const compile = (renderer: WebGLRenderer, signal = new AbortController().signal) =>
  compilePrograms(renderer, new Scene(), {} as Camera, signal)

test('shaders are compiled, and then asked for what they have', async () => {
  const { calls, renderer } = createRenderer(0, true)
  await compile(renderer)
  expect(calls).toEqual(['compile', 'uniforms 1', 'uniforms 1', 'uniforms 1'])
})

test('a browser that does not tell when shaders are compiled is asked after its GPU has done so', async () => {
  const { calls, renderer } = createRenderer(0, false)
  await compile(renderer)
  expect(calls).toEqual(['compile', 'fence', 'uniforms 1', 'uniforms 1', 'uniforms 1'])
})

test('other tasks get their turn when asking takes long', async () => {
  const { calls, renderer } = createRenderer(45, true)
  let turns = 0
  const channel = new MessageChannel()
  channel.port1.onmessage = () => {
    turns++
    calls.push('turn')
    channel.port2.postMessage(null)
  }
  channel.port2.postMessage(null)
  await compile(renderer)
  channel.port1.close()
  expect(turns).toBeGreaterThan(0)
  expect(calls.filter((call, i) => call.startsWith('uniforms') && calls[i + 1]?.startsWith('uniforms'))).toEqual([])
})

test('a picture that is removed meanwhile asks for no more', async () => {
  const removal = new AbortController()
  const { calls, renderer } = createRenderer(0, true, () => removal.abort())
  await compile(renderer, removal.signal)
  expect(calls).toEqual(['compile', 'uniforms 1'])
})
