import { expect, test } from 'vitest'
import { defaultSettings } from '../../../../audio/song/song.ts'
import type { SongFile } from '../../../../src/session/loaded-song.ts'
import { nextOpenState } from '../../../../src/session/opening/next-open-state.ts'
import type { OpenEvent } from '../../../../src/session/opening/open-events.ts'
import type { OpenState } from '../../../../src/session/opening/open-state.ts'
import { createCached } from './open-model.ts'

const first: SongFile = { name: 'first', blob: new Blob(['1']) }
const second: SongFile = { name: 'second', blob: new Blob(['2']) }
const openFile = (request: number, file: SongFile): OpenEvent => ({ type: 'open', request, file, shipped: null })
const previewFirst: OpenEvent[] = [
  openFile(1, first),
  { type: 'fileRead', request: 1, file: first },
  { type: 'cacheSearched', request: 1, settings: defaultSettings, cached: createCached('first', defaultSettings) },
]
const run = (events: OpenEvent[]) =>
  events.reduce(({ state }, event) => nextOpenState(state, event), {
    state: { status: 'empty', settings: defaultSettings } as OpenState,
    commands: [] as ReturnType<typeof nextOpenState>['commands'],
  })

test.each<[string, OpenEvent]>([
  ['fails', { type: 'failed', request: 2, error: new Error('damaged') }],
  ['is canceled', { type: 'cancel' }],
])('a song that is shown before its sound is opened again if the next file %s', (_, end) => {
  expect(run(previewFirst).state.status).toBe('previewing')
  const { commands } = run([...previewFirst, openFile(2, second), end])
  expect(commands).toContainEqual({ type: 'reopen', source: { file: first, shipped: null } })
})
