import { beforeEach, describe, expect, test } from 'vitest'
import { defaultSettings, type SongSettings } from '../../../audio/song/song.ts'
import { SONG_ERROR_TEMPLATES, SongError } from '../../../audio/song-error.ts'
import type { SongFile } from '../../../src/session/loaded-song.ts'
import {
  analysisRequests,
  createSongFile,
  createTestSession,
  flushPromises,
  openToEnd,
  PLAYHEAD_S,
  playMock,
  readState,
  STATE_OF_A,
  seekMock,
  session,
  startOpening,
} from './fake-session.ts'

beforeEach(createTestSession)

describe('other settings', () => {
  const change = async (settings: Partial<SongSettings>) => {
    void session.applySettings(settings)
    await flushPromises()
    return analysisRequests.at(-1) as (typeof analysisRequests)[number]
  }

  test('make another form of the same sound: boxes start where the old ones hang, the music goes on', async () => {
    await openToEnd('a.mp3')
    session.frameState.boxes.home.fill(0.5)
    session.store.setState({ playing: true })
    const again = await change({ preset: 'timbre' })
    expect(again.settings).toEqual({ ...defaultSettings, preset: 'timbre' })
    again.sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toEqual(new Float32Array(60).fill(0.5))
    expect(seekMock).toHaveBeenLastCalledWith(PLAYHEAD_S)
    expect(playMock).toHaveBeenCalledOnce()
    again.finish()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
    expect(session.store.getState().settings.preset).toBe('timbre')
  })

  test('with other cuts, each box starts from the one that sounded in its middle', async () => {
    await openToEnd('a.mp3')
    for (let i = 0; i < 20; i++) session.frameState.boxes.home.fill(i, i * 3, i * 3 + 3)
    const again = await change({ slicing: 'grid' })
    again.sendOutline()
    expect(readState()).toMatchObject({ boxes: 5, title: 'a.mp3' })
    const { startPositions: origin } = session.frameState.boxes.embedding
    expect([0, 3, 6, 9, 12].map((j) => origin?.[j])).toEqual([0, 1, 2, 3, 4])
  })

  test('that fail or are cancelled bring the old form and the old settings back', async () => {
    await openToEnd('a.mp3')
    const again = await change({ slicing: 'grid' })
    again.sendOutline()
    again.fail(new SongError('analysisStopped'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
    expect(session.store.getState().settings).toEqual(defaultSettings)
    ;(await change({ slicing: 'grid' })).sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
    expect(session.store.getState().settings).toEqual(defaultSettings)
  })

  test('while a song is being read are those it is analyzed with', async () => {
    let arrive = (_: SongFile) => {}
    void session.open(
      new Promise<SongFile>((resolve) => {
        arrive = resolve
      }),
    )
    await session.applySettings({ preset: 'harmony' })
    arrive(createSongFile('a.mp3'))
    await flushPromises()
    expect(analysisRequests).toHaveLength(1)
    expect(analysisRequests[0]?.settings.preset).toBe('harmony')
  })

  test('while a song is being analyzed begin its analysis anew, and do not bring the former song back', async () => {
    await openToEnd('a.mp3')
    ;(await startOpening('b.mp3')).sendOutline()
    session.frameState.boxes.home.fill(0.5)
    const again = await change({ preset: 'timbre' })
    expect(again.file.name).toBe('b.mp3')
    again.sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toEqual(new Float32Array(90).fill(0.5))
    again.finish()
    await flushPromises()
    expect(readState()).toMatchObject({ title: 'b.mp3', phase: 'ready', chunks: 30, ready: true })
    expect(session.store.getState().song?.settings.preset).toBe('timbre')
  })

  test('before the new song is cut do not take the former one’s boxes for its own', async () => {
    await openToEnd('a.mp3')
    await startOpening('b.mp3')
    ;(await change({ preset: 'timbre' })).sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toBeNull()
  })

  test('keep the selection: the chunk that sounds in the middle of the selected one', async () => {
    await openToEnd('a.mp3')
    session.actions.selectChunk(7)
    ;(await change({ preset: 'timbre' })).sendOutline()
    expect(session.store.getState().selected).toBe(7)
    const whole = session.store.getState().outline
    const joined = whole
      .filter((_, i) => i % 2 === 0)
      .map((chunk, i) => ({ ...chunk, end: whole[2 * i + 1]?.end ?? 0 }))
    ;(await change({ slicing: 'beats' })).events.onOutline?.(joined)
    expect(session.store.getState().selected).toBe(3)
  })

  test('ask for a new analysis of a song that came with one', async () => {
    expect((await startOpening('kept.songwalk')).hasStoredSong).toBe(true)
    analysisRequests.at(-1)?.sendOutline()
    analysisRequests.at(-1)?.finish()
    await flushPromises()
    expect((await change({ slicing: 'grid' })).hasStoredSong).toBe(false)
  })

  test('without a song are kept for the next one', async () => {
    await session.applySettings({ preset: 'harmony' })
    expect((await startOpening('a.mp3')).settings.preset).toBe('harmony')
  })
})
