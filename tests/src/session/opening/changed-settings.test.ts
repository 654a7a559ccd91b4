import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../audio/song/song.ts'
import type { LoadedSong } from '../../../../src/session/loaded-song.ts'
import { nextOpenState } from '../../../../src/session/opening/next-open-state.ts'
import { getOpenedSong, toOpenStatus } from '../../../../src/session/opening/open-state.ts'
import { createCached, type FileKind, OpenModel } from './open-model.ts'

describe('settings changed', () => {
  const openToEnd = (kind: FileKind) => {
    const model = new OpenModel()
    model.open(kind, false)
    model.finishAll()
    return model
  }

  test.each([true, false])('while a file is read are those it is analyzed with (cached: %s)', (isCached) => {
    const model = new OpenModel()
    model.open('small', isCached)
    model.deliver(0)
    model.changeSettings(12)
    model.finishAll()
    expect(model.state).toMatchObject({ status: 'ready', settings: { perplexity: 12 } })
  })

  test('while a cached song waits for its audio are applied once that is loaded', () => {
    const model = new OpenModel()
    model.open('small', true)
    model.deliver(0)
    model.deliver(1)
    expect(model.state.status).toBe('previewing')
    model.changeSettings(12)
    expect(toOpenStatus(model.state)).toMatchObject({ phase: 'ready', stage: 'decoding', settings: { perplexity: 12 } })
    model.deliver(0)
    expect(model.state).toMatchObject({ status: 'searching', previous: { audio: { title: 'small-1' } } })
    model.finishAll()
    expect(model.state).toMatchObject({ status: 'ready', settings: { perplexity: 12 } })
  })

  test('replace the analysis that came with a file', () => {
    const model = openToEnd('songwalk')
    expect(model.state).toMatchObject({ status: 'ready', settings: defaultSettings })
    model.changeSettings(12)
    model.finishAll()
    expect(model.state).toMatchObject({ status: 'ready', settings: { perplexity: 12 } })
  })

  test('of an open song morph its chunks', () => {
    const { state } = openToEnd('small')
    const { audio } = getOpenedSong(state) as LoadedSong
    const searching = nextOpenState(state, { type: 'changeSettings', request: 9, change: { perplexity: 12 } }).state
    const { settings } = searching
    const cached = createCached(audio.title, settings)
    const found = nextOpenState(searching, { type: 'cacheSearched', request: 9, settings, cached })
    expect(found.commands[0]).toMatchObject({ type: 'showOutline', audio, isMorph: true })
  })
})
