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

describe('changed settings', () => {
  const changeSettings = async (settings: Partial<SongSettings>) => {
    void session.applySettings(settings)
    await flushPromises()
    return analysisRequests.at(-1) as (typeof analysisRequests)[number]
  }

  test('morph the embedding from the old positions while the music goes on', async () => {
    await openToEnd('a.mp3')
    session.frameState.boxes.home.fill(0.5)
    session.store.setState({ playing: true })
    const reanalysis = await changeSettings({ preset: 'timbre' })
    expect(reanalysis.settings).toEqual({ ...defaultSettings, preset: 'timbre' })
    reanalysis.sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toEqual(new Float32Array(60).fill(0.5))
    expect(seekMock).toHaveBeenLastCalledWith(PLAYHEAD_S)
    expect(playMock).toHaveBeenCalledOnce()
    reanalysis.finish()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
    expect(session.store.getState().settings.preset).toBe('timbre')
  })

  test('with other chunks start each box at the old box that contains its middle', async () => {
    await openToEnd('a.mp3')
    for (let i = 0; i < 20; i++) session.frameState.boxes.home.fill(i, i * 3, i * 3 + 3)
    const reanalysis = await changeSettings({ slicing: 'grid' })
    reanalysis.sendOutline()
    expect(readState()).toMatchObject({ boxes: 5, title: 'a.mp3' })
    const { startPositions } = session.frameState.boxes.embedding
    expect([0, 3, 6, 9, 12].map((j) => startPositions?.[j])).toEqual([0, 1, 2, 3, 4])
  })

  test('that fail or are canceled restore the old embedding and settings', async () => {
    await openToEnd('a.mp3')
    const reanalysis = await changeSettings({ slicing: 'grid' })
    reanalysis.sendOutline()
    reanalysis.fail(new SongError('analysisStopped'))
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: SONG_ERROR_TEMPLATES.analysisStopped })
    expect(session.store.getState().settings).toEqual(defaultSettings)
    ;(await changeSettings({ slicing: 'grid' })).sendOutline()
    session.cancel()
    await flushPromises()
    expect(readState()).toEqual({ ...STATE_OF_A, error: null })
    expect(session.store.getState().settings).toEqual(defaultSettings)
  })

  test('while a song is read are those it is analyzed with', async () => {
    let resolveFile = (_: SongFile) => {}
    void session.open(
      new Promise<SongFile>((resolve) => {
        resolveFile = resolve
      }),
    )
    await session.applySettings({ preset: 'harmony' })
    resolveFile(createSongFile('a.mp3'))
    await flushPromises()
    expect(analysisRequests).toHaveLength(1)
    expect(analysisRequests[0]?.settings.preset).toBe('harmony')
  })

  test('while a song is analyzed restart its analysis without showing the previous song', async () => {
    await openToEnd('a.mp3')
    ;(await startOpening('b.mp3')).sendOutline()
    session.frameState.boxes.home.fill(0.5)
    const reanalysis = await changeSettings({ preset: 'timbre' })
    expect(reanalysis.file.name).toBe('b.mp3')
    reanalysis.sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toEqual(new Float32Array(90).fill(0.5))
    reanalysis.finish()
    await flushPromises()
    expect(readState()).toMatchObject({ title: 'b.mp3', phase: 'ready', chunks: 30, ready: true })
    expect(session.store.getState().song?.settings.preset).toBe('timbre')
  })

  test('before a new song has chunks do not morph from the previous song’s boxes', async () => {
    await openToEnd('a.mp3')
    await startOpening('b.mp3')
    ;(await changeSettings({ preset: 'timbre' })).sendOutline()
    expect(session.frameState.boxes.embedding.startPositions).toBeNull()
  })

  test('select the chunk that contains the middle of the selected one', async () => {
    await openToEnd('a.mp3')
    session.actions.selectChunk(7)
    ;(await changeSettings({ preset: 'timbre' })).sendOutline()
    expect(session.store.getState().selected).toBe(7)
    const outline = session.store.getState().outline
    const joinedPairs = outline
      .filter((_, i) => i % 2 === 0)
      .map((chunk, i) => ({ ...chunk, end: outline[2 * i + 1]?.end ?? 0 }))
    ;(await changeSettings({ slicing: 'beats' })).events.onOutline?.(joinedPairs)
    expect(session.store.getState().selected).toBe(3)
  })

  test('replace the analysis that came with a file', async () => {
    expect((await startOpening('kept.songwalk')).hasStoredSong).toBe(true)
    analysisRequests.at(-1)?.sendOutline()
    analysisRequests.at(-1)?.finish()
    await flushPromises()
    expect((await changeSettings({ slicing: 'grid' })).hasStoredSong).toBe(false)
  })

  test('without a song apply to the next one', async () => {
    await session.applySettings({ preset: 'harmony' })
    expect((await startOpening('a.mp3')).settings.preset).toBe('harmony')
  })
})
