import { describe, expect, test } from 'vitest'
import { createDevicePicker } from '../../../src/spectator/device-picker.ts'
import { createLiveMessage, standing } from './sample-messages.ts'

type Following = ReturnType<typeof createDevicePicker>
/**
 * Simulates both devices sending a message every 100 ms; `moving` ones walk.
 * @returns the device picked at the end
 */
function simulate(
  devicePicker: Following,
  from: number,
  to: number,
  pieces: Record<string, { scene: 'attract' | 'free'; moving?: boolean }>,
) {
  let picked: string | null = null
  for (let at = from; at < to; at += 100) {
    for (const [device, { scene, moving }] of Object.entries(pieces))
      devicePicker.addMessage(createLiveMessage({ at, device, scene, ear: standing(moving ? at / 1000 : 0) }), at)
    picked = devicePicker.pick(at)?.device ?? null
  }
  return picked
}

describe('createDevicePicker', () => {
  test('picks none without messages', () => {
    expect(createDevicePicker(null).pick(0)).toBeNull()
  })

  test('picks the device with a visitor', () => {
    const devicePicker = createDevicePicker(null)
    expect(simulate(devicePicker, 0, 1000, { hall: { scene: 'attract' }, stair: { scene: 'attract' } })).toBe('hall')
    expect(simulate(devicePicker, 1000, 2000, { hall: { scene: 'attract' }, stair: { scene: 'free' } })).toBe('stair')
    expect(simulate(devicePicker, 2000, 3000, { hall: { scene: 'free' }, stair: { scene: 'attract' } })).toBe('hall')
  })

  test('keeps the displayed one of two visitors as long as that one is active', () => {
    const devicePicker = createDevicePicker(null)
    simulate(devicePicker, 0, 500, { hall: { scene: 'free', moving: true } })
    const moving = { hall: { scene: 'free', moving: true }, stair: { scene: 'free', moving: true } } as const
    expect(simulate(devicePicker, 500, 30_000, moving)).toBe('hall')
    const resting = { hall: { scene: 'free' }, stair: { scene: 'free', moving: true } } as const
    expect(simulate(devicePicker, 30_000, 35_000, resting)).toBe('hall')
    expect(simulate(devicePicker, 35_000, 40_000, resting)).toBe('stair')
    // An inactive visitor does not replace another inactive one.
    expect(simulate(devicePicker, 40_000, 70_000, { hall: { scene: 'free' }, stair: { scene: 'free' } })).toBe('stair')
  })

  test('picks only the requested device', () => {
    const devicePicker = createDevicePicker('stair')
    expect(simulate(devicePicker, 0, 1000, { hall: { scene: 'free', moving: true } })).toBeNull()
    expect(
      simulate(devicePicker, 1000, 2000, { hall: { scene: 'free', moving: true }, stair: { scene: 'attract' } }),
    ).toBe('stair')
  })

  test('drops a device that left or sends nothing', () => {
    const devicePicker = createDevicePicker(null)
    simulate(devicePicker, 0, 1000, { hall: { scene: 'free' }, stair: { scene: 'attract' } })
    devicePicker.removeDevice('hall')
    expect(devicePicker.pick(1000)?.device).toBe('stair')
    for (let now = 1000; now < 7000; now += 100) devicePicker.pick(now)
    expect(devicePicker.pick(7000)).toBeNull()
    simulate(devicePicker, 8000, 9000, { hall: { scene: 'free' } })
    devicePicker.removeDevice(null)
    expect(devicePicker.pick(9000)).toBeNull()
  })

  test('does not count its own delay as silence', () => {
    const devicePicker = createDevicePicker(null)
    simulate(devicePicker, 0, 1000, { hall: { scene: 'free' } })
    expect(devicePicker.pick(60_000)?.device).toBe('hall')
  })
})
