import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../audio/song/song.ts'
import type { LoadedSong } from '../../../../src/session/loaded-song.ts'
import { nextOpenState } from '../../../../src/session/opening/next-open-state.ts'
import {
  getDisplay,
  getDisplayedAudio,
  getOpenedSong,
  isIdle,
  listAudio,
  type OpenState,
  toOpenStatus,
} from '../../../../src/session/opening/open-state.ts'
import { createAnalysis, type FileKind, NOTHING_SHOWN, OpenModel } from './open-model.ts'

type Step = (model: OpenModel) => void

const fileKind = fc.constantFrom<FileKind>('small', 'large', 'songwalk', 'changed')
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fileKind, isCached: fc.boolean(), isShipped: fc.boolean() }).map(
      ({ kind, isCached, isShipped }): Step =>
        (model) =>
          model.open(kind, isCached, isShipped),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.nat().map(
      (index): Step =>
        (model) =>
          model.deliverCurrent(index),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.nat().map(
      (index): Step =>
        (model) =>
          model.deliver(index),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>((model) => model.finishAll()) },
  { weight: 2, arbitrary: fc.constant<Step>((model) => model.addSpectrogram()) },
  {
    weight: 1,
    arbitrary: fc.nat().map(
      (index): Step =>
        (model) =>
          model.fail(index),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((model) => model.dispatch({ type: 'cancel' })) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 5, max: 50 }).map(
      (value): Step =>
        (model) =>
          model.changeSettings(value),
    ),
  },
)

/** Runs steps in any order and calls `check` after each. */
const checkAnyOrder = (check: (model: OpenModel, before: { state: OpenState; error: unknown }) => void) =>
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const model = new OpenModel()
      for (const run of steps) {
        const before = { state: model.state, error: model.error }
        run(model)
        check(model, before)
      }
    }),
    { numRuns: 200 },
  )

const isRestored = ({ state }: OpenModel, previous: LoadedSong | null) =>
  previous ? state.status === 'ready' && state.song === previous : state.status === 'empty' || state.status === 'failed'

describe('whatever is opened, canceled, changed, fails or arrives late, in any order', () => {
  test('all parts shown belong to one song', () => {
    checkAnyOrder(({ shown }) => {
      if (shown.chunks === null) return expect(shown).toMatchObject({ audio: null, song: null })
      // Audio follows a cached song, the spectrogram and the embedding follow the outline.
      expect([null, shown.chunks]).toContain(shown.audio)
      expect([null, shown.chunks]).toContain(shown.spectrogram)
      expect([undefined, shown.chunks]).toContain(shown.song?.title)
      expect(shown.audio ?? shown.song).not.toBeNull()
    })
  })

  test('the state knows what is shown', () => {
    checkAnyOrder(({ state, shown }) => {
      const display = getDisplay(state)
      const title = display.kind === 'cached' ? display.cached.analysis.song.title : getDisplayedAudio(display)?.title
      expect(shown.chunks).toBe(title ?? null)
      expect(shown.audio).toBe(getDisplayedAudio(display)?.title ?? null)
      if (display.kind === 'song') expect(shown.song).toBe(display.song.analysis.song)
      if (display.kind === 'nothing') expect(shown).toEqual(NOTHING_SHOWN)
    })
  })

  test('an idle state shows its song, whole and with its own settings, or nothing', () => {
    checkAnyOrder(({ state, shown }) => {
      if (state.status !== 'ready') return isIdle(state) && expect(shown).toEqual(NOTHING_SHOWN)
      const { song, audio } = { song: state.song.analysis.song, audio: state.song.audio }
      // The Song that a site has comes without a spectrogram, which follows.
      const spectrogram = state.song.analysis.spectrum && audio.title
      expect(shown).toEqual({ chunks: audio.title, audio: audio.title, spectrogram, song })
      expect(state.settings).toBe(song.settings)
    })
  })

  test('a canceled request leaves the song that was opened before, without a message', () => {
    checkAnyOrder(({ state }) => {
      const model = new OpenModel()
      Object.assign(model, { state })
      model.dispatch({ type: 'cancel' })
      expect(isRestored(model, getOpenedSong(state))).toBe(true)
      expect(model.error).toBeNull()
    })
  })

  test('a failed request leaves the song that was opened before, and only the current request shows a message', () => {
    checkAnyOrder((model, before) => {
      if (model.error === null || model.error === before.error) return
      if (isIdle(before.state)) return expect.unreachable('an idle state has no request that can fail')
      expect(model.error).toBe(`request ${before.state.request} failed`)
      expect(isRestored(model, before.state.previous)).toBe(true)
    })
  })

  test('results of a superseded request change nothing', () => {
    checkAnyOrder(({ state, tasks }) => {
      for (const { request, results } of tasks) {
        if (!isIdle(state) && state.request === request) continue
        for (const result of results)
          expect(nextOpenState(state, { ...result, request })).toEqual({ state, commands: [] })
        const failure = nextOpenState(state, { type: 'failed', request, error: 'late' })
        expect(failure).toEqual({ state, commands: [] })
      }
    })
  })

  test('phase, stage and progress agree', () => {
    checkAnyOrder(({ state, error }) => {
      const { phase, stage, progress } = toOpenStatus(state)
      if (stage === null) expect(progress).toBe(0)
      expect(stage === null).toBe(isIdle(state))
      if (phase === 'error') expect(error).not.toBeNull()
      if (phase === 'decoding') expect(stage).toBe('decoding')
      if (phase === 'ready') expect(getDisplay(state).kind).toMatch(/^(song|cached)$/)
    })
  })

  test('audio that is shown is still needed', () => {
    checkAnyOrder(({ state, shown }) => {
      if (shown.audio !== null) expect(listAudio(state).map((audio) => audio?.title)).toContain(shown.audio)
    })
  })

  test('once all tasks have answered, the last file that did not fail is open with the settings that were set last', () => {
    checkAnyOrder(({ state }) => {
      const model = new OpenModel()
      Object.assign(model, { state })
      model.open('small', false)
      model.changeSettings(17)
      model.finishAll()
      expect(model.state).toMatchObject({ status: 'ready', settings: { perplexity: 17 } })
      expect(model.shown.chunks).toBe('small-1')
    })
  })

  test('if a song cannot be presented, the previous one is, or nothing', () => {
    checkAnyOrder(({ state }) => {
      const model = new OpenModel()
      Object.assign(model, { state })
      model.dispatch({ type: 'presentationFailed', error: 'no audio context' })
      const previous = isIdle(state) ? null : state.previous
      expect(isRestored(model, previous)).toBe(true)
      expect(model.shown.song).toBe(previous?.analysis.song ?? null)
      expect(model.error).toBe('no audio context')
    })
  })
})

test('an analysis without an outline is shown whole', () => {
  const model = new OpenModel()
  model.open('small', false)
  while (model.state.status !== 'analyzing') model.deliver(0)
  const analysis = createAnalysis('small-1', defaultSettings)
  const { commands } = nextOpenState(model.state, { type: 'analyzed', request: 1, analysis })
  expect(commands[0]).toMatchObject({ type: 'showSong', song: { analysis } })
})

test('a cached song whose audio has changed is analyzed', () => {
  const model = new OpenModel()
  model.open('changed', true)
  model.finishAll()
  expect(model.state).toMatchObject({ status: 'ready', song: { audio: { source: { duration: 99 } } } })
})

describe('a Song that the site has', () => {
  const openShipped = (prepare: (model: OpenModel) => void = () => {}) => {
    const model = new OpenModel()
    prepare(model)
    model.open('small', false, true)
    return model
  }

  test('is shown before its file has arrived; then the audio is attached, and the spectrogram added', () => {
    const model = openShipped()
    // The tasks are readShipped and readFile.
    model.deliver(0)
    expect(toOpenStatus(model.state)).toMatchObject({ phase: 'ready', stage: 'decoding' })
    expect(model.shown).toMatchObject({ chunks: 'small-1', audio: null, spectrogram: null })
    while (model.tasks.length > 0) model.deliver(0)
    expect(model.state.status).toBe('ready')
    expect(model.shown).toMatchObject({ chunks: 'small-1', audio: 'small-1', spectrogram: null })
    model.addSpectrogram()
    expect(model.shown.spectrogram).toBe('small-1')
    expect(model.state).toMatchObject({ song: { analysis: { spectrum: { name: 'small-1' } } } })
  })

  test('takes its spectrogram from the library if that has one', () => {
    const model = openShipped((before) => before.cachedNames.add('small-1'))
    model.deliver(0)
    while (model.tasks.length > 0) model.deliver(model.tasks.length - 1)
    expect(model.state).toMatchObject({ status: 'ready', song: { analysis: { spectrum: { name: 'small-1' } } } })
    expect(model.songsWithoutSpectrogram).toEqual([])
  })

  test('is not used with other settings', () => {
    const model = openShipped((before) => before.changeSettings(17))
    model.deliver(0)
    expect(model.shown).toEqual(NOTHING_SHOWN)
    model.finishAll()
    expect(model.state).toMatchObject({ status: 'ready', settings: { perplexity: 17 } })
  })

  test('that comes after the sound is not needed', () => {
    const model = openShipped()
    while (model.state.status !== 'analyzing') model.deliver(1)
    model.deliver(0)
    expect(model.state.status).toBe('analyzing')
  })
})
