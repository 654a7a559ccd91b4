import { expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { DeviceCommand } from '../../../../protocol/device-commands.ts'
import type { VisitScene } from '../../../../protocol/visit-scene.ts'
import type { ExhibitContext, VisitAction, VisitStatus } from '../../../../src/exhibit/exhibit-context.ts'
import { runDeviceCommand } from '../../../../src/exhibit/live/run-device-command.ts'
import { createStaffStorage } from '../../../../src/exhibit/staff/staff-storage.ts'
import { createVolumeOverride } from '../../../../src/exhibit/staff/volume-override.ts'
import { createExhibitPreferencesStorage } from '../../../../src/exhibit/visit/exhibit-preferences.ts'
import { createVolumeLimit } from '../../../../src/exhibit/volume-limit.ts'

const SONG = '00000000000000aa'

function setUp(scene: VisitScene = 'free') {
  const kept = new Map<string, unknown>()
  const status = createStore<VisitStatus>()(() => ({ scene }) as VisitStatus)
  const events: VisitAction[] = []
  const calls = { restarts: 0, volume: -1 }
  let day = 1
  let hour = 12
  const openPage = () => {
    const exhibit = {
      volume: { cap: 0.8, attract: 0.15, quiet: [], hours: [{ from: '18:00', to: '20:00', days: [], cap: 0.4 }] },
      palette: 'rainbow',
      sound: { output: 'headphones', even: true },
    } as unknown as ExhibitContext['exhibit']
    const volumeLimit = createVolumeLimit(exhibit)
    const limits = createExhibitPreferencesStorage(exhibit, volumeLimit)
    const setPreferences = (changes: { volume: number }) => {
      calls.volume = limits.write({ ...limits.read(), ...changes }).volume
    }
    const store = { getState: () => ({ preferences: { volume: calls.volume } }) }
    const visitController = { store: status, dispatch: (event: VisitAction) => void events.push(event) }
    const storage = createStaffStorage({
      read: (name: string) => kept.get(name) ?? null,
      write: (name: string, value: unknown) => {
        kept.set(name, value)
        return 'written'
      },
      remove: (name: string) => void kept.delete(name),
    } as never)
    const context = { exhibit, volumeLimit, visitController, session: { store, actions: { setPreferences } } } as never
    const volumeOverride = createVolumeOverride(context, storage, () => new Date(2027, 2, day, hour))
    const run = (command: DeviceCommand) =>
      runDeviceCommand(command, { visitController, volumeOverride, restart: () => void calls.restarts++ })
    return { run, volumeOverride, volumeLimit }
  }
  return {
    ...openPage(),
    openPage,
    events,
    calls,
    changeScene: (next: VisitScene) => status.setState({ scene: next }),
    changeHour: (next: number) => {
      hour = next
    },
    changeDay: () => {
      day = 2
    },
  }
}

test('commands are what the staff could press on the device itself', () => {
  const { run, events, calls } = setUp()
  run({ do: 'start' })
  run({ do: 'stop' })
  run({ do: 'next' })
  run({ do: 'song', song: SONG })
  run({ do: 'language', language: 'ko' })
  run({ do: 'restart' })
  expect(events).toEqual([
    { type: 'staffResume' },
    { type: 'staffPause' },
    { type: 'nextSong' },
    { type: 'song', key: SONG },
    { type: 'language', language: 'ko' },
  ])
  expect(calls.restarts).toBe(1)
})

test('a language from afar begins no visit', () => {
  for (const scene of ['attract', 'paused', 'closed'] as const) {
    const { run, events } = setUp(scene)
    run({ do: 'language', language: 'ko' })
    expect(events).toEqual([])
  }
})

test('a volume from afar is heard in a visit, and limits the next one; between visits it stays soft', () => {
  const { run, calls, volumeLimit } = setUp()
  run({ do: 'volume', level: 0.9 })
  expect([calls.volume, volumeLimit.getState()]).toEqual([0.9, 0.9])
  const idle = setUp('attract')
  idle.run({ do: 'volume', level: 0.9 })
  expect([idle.calls.volume, idle.volumeLimit.getState()]).toEqual([0.15, 0.9])
  idle.run({ do: 'volume', level: 0.1 })
  expect(idle.calls.volume).toBe(0.1)
})

test('a mute is silent in every scene, outlives restarts and days, and ends when it is undone', () => {
  const { run, calls, openPage, volumeLimit, changeScene, changeDay } = setUp()
  run({ do: 'volume', level: 0.6 })
  run({ do: 'mute', on: true })
  expect([calls.volume, volumeLimit.getState()]).toEqual([0, 0])
  run({ do: 'volume', level: 0.5 })
  expect(calls.volume).toBe(0)
  changeScene('attract')
  const again = openPage()
  expect(again.volumeLimit.getState()).toBe(0)
  again.run({ do: 'mute', on: false })
  expect([calls.volume, again.volumeLimit.getState()]).toEqual([0.15, 0.5])
  again.run({ do: 'mute', on: true })
  changeDay()
  changeScene('welcome')
  expect([calls.volume, again.volumeLimit.getState()]).toEqual([0, 0])
  const nextDay = openPage()
  nextDay.volumeOverride.forget()
  expect(nextDay.volumeLimit.getState()).toBe(0)
  nextDay.run({ do: 'mute', on: false })
  expect([calls.volume, nextDay.volumeLimit.getState()]).toEqual([0.8, 0.8])
})

test('the exhibit’s cap has its hours: what sounds is softer at once, and a louder cap is for the next visit', () => {
  const { calls, volumeLimit, volumeOverride, changeHour, run } = setUp()
  changeHour(17)
  volumeOverride.refresh()
  calls.volume = 0.8
  changeHour(18)
  volumeOverride.refresh()
  expect([calls.volume, volumeLimit.getState(), volumeOverride.get()]).toEqual([0.4, 0.4, 0.4])
  changeHour(20)
  volumeOverride.refresh()
  expect([calls.volume, volumeLimit.getState()]).toEqual([0.4, 0.8])
  // A house's show control stays within the cap of the hour, the staff's choice has no hours.
  run({ do: 'volume', level: 1, capped: true })
  expect([calls.volume, volumeLimit.getState()]).toEqual([0.8, 0.8])
  changeHour(18)
  volumeOverride.refresh()
  expect([calls.volume, volumeLimit.getState()]).toEqual([0.4, 0.4])
  run({ do: 'volume', level: 0.2, capped: true })
  changeHour(20)
  volumeOverride.refresh()
  expect([calls.volume, volumeLimit.getState()]).toEqual([0.2, 0.2])
  run({ do: 'volume', level: 1 })
  changeHour(18)
  volumeOverride.refresh()
  expect([calls.volume, volumeLimit.getState()]).toEqual([1, 1])
})
