import { beforeEach, describe, expect, test } from 'vitest'
import { SongError } from '../../../audio/errors.ts'
import { defaultSettings, type SongSettings } from '../../../audio/song/song.ts'
import type { SongFile } from '../../../src/session/open-song.ts'
import { at, begin, calm, file, newSession, opened, openings, play, room, seek, session, wholeA } from './fake-page.ts'

beforeEach(newSession)

describe('other settings', () => {
  const change = async (settings: Partial<SongSettings>) => {
    void session.applySettings(settings)
    await calm()
    return openings.at(-1) as (typeof openings)[number]
  }

  test('make another form of the same sound: boxes start where the old ones hang, the music goes on', async () => {
    await opened('a.mp3')
    session.live.home.fill(0.5)
    session.store.setState({ playing: true })
    const again = await change({ preset: 'timbre' })
    expect(again.settings).toEqual({ ...defaultSettings, preset: 'timbre' })
    again.cut()
    expect(session.live.form.startPositions).toEqual(new Float32Array(60).fill(0.5))
    expect(seek).toHaveBeenLastCalledWith(at)
    expect(play).toHaveBeenCalledOnce()
    again.finish()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
    expect(session.store.getState().settings.preset).toBe('timbre')
  })

  test('with other cuts, each box starts from the one that sounded in its middle', async () => {
    await opened('a.mp3')
    for (let i = 0; i < 20; i++) session.live.home.fill(i, i * 3, i * 3 + 3)
    const again = await change({ slicing: 'grid' })
    again.cut()
    expect(room()).toMatchObject({ boxes: 5, title: 'a.mp3' })
    const { startPositions: origin } = session.live.form
    expect([0, 3, 6, 9, 12].map((j) => origin?.[j])).toEqual([0, 1, 2, 3, 4])
  })

  test('that fail or are cancelled bring the old form and the old settings back', async () => {
    await opened('a.mp3')
    const again = await change({ slicing: 'grid' })
    again.cut()
    again.fail(new SongError('No.'))
    await calm()
    expect(room()).toEqual({ ...wholeA, error: 'No.' })
    expect(session.store.getState().settings).toEqual(defaultSettings)
    ;(await change({ slicing: 'grid' })).cut()
    session.cancel()
    await calm()
    expect(room()).toEqual({ ...wholeA, error: null })
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
    arrive(file('a.mp3'))
    await calm()
    expect(openings).toHaveLength(1)
    expect(openings[0]?.settings.preset).toBe('harmony')
  })

  test('while a song is being analyzed begin its analysis anew, and do not bring the former song back', async () => {
    await opened('a.mp3')
    ;(await begin('b.mp3')).cut()
    session.live.home.fill(0.5)
    const again = await change({ preset: 'timbre' })
    expect(again.file.name).toBe('b.mp3')
    again.cut()
    expect(session.live.form.startPositions).toEqual(new Float32Array(90).fill(0.5))
    again.finish()
    await calm()
    expect(room()).toMatchObject({ title: 'b.mp3', phase: 'ready', chunks: 30, ready: true })
    expect(session.store.getState().song?.settings.preset).toBe('timbre')
  })

  test('before the new song is cut do not take the former one’s boxes for its own', async () => {
    await opened('a.mp3')
    await begin('b.mp3')
    ;(await change({ preset: 'timbre' })).cut()
    expect(session.live.form.startPositions).toBeNull()
  })

  test('keep the selection: the chunk that sounds in the middle of the selected one', async () => {
    await opened('a.mp3')
    session.actions.selectChunk(7)
    ;(await change({ preset: 'timbre' })).cut()
    expect(session.store.getState().selected).toBe(7)
    const whole = session.store.getState().outline
    const joined = whole
      .filter((_, i) => i % 2 === 0)
      .map((chunk, i) => ({ ...chunk, end: whole[2 * i + 1]?.end ?? 0 }))
    ;(await change({ slicing: 'beats' })).events.onOutline?.(joined)
    expect(session.store.getState().selected).toBe(3)
  })

  test('ask for a new analysis of a song that came with one', async () => {
    expect((await begin('kept.songwalk')).stored).toBe(true)
    openings.at(-1)?.cut()
    openings.at(-1)?.finish()
    await calm()
    expect((await change({ slicing: 'grid' })).stored).toBe(false)
  })

  test('without a song are kept for the next one', async () => {
    await session.applySettings({ preset: 'harmony' })
    expect((await begin('a.mp3')).settings.preset).toBe('harmony')
  })
})
