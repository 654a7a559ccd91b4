import { describe, expect, test } from 'vitest'
import { createDevicePicker } from '../../../src/spectator/device-picker.ts'
import { standing, told } from './sample-messages.ts'

type Following = ReturnType<typeof createDevicePicker>
/** Both say something every 100 ms; `moving` ones walk. @returns who is shown in the end. */
function pass(
  following: Following,
  from: number,
  to: number,
  pieces: Record<string, { scene: 'attract' | 'free'; moving?: boolean }>,
) {
  let shown: string | null = null
  for (let at = from; at < to; at += 100) {
    for (const [device, { scene, moving }] of Object.entries(pieces))
      following.addMessage(told({ at, device, scene, ear: standing(moving ? at / 1000 : 0) }), at)
    shown = following.pick(at)?.device ?? null
  }
  return shown
}

describe('which piece is shown', () => {
  test('none while none is heard of', () => {
    expect(createDevicePicker(null).pick(0)).toBeNull()
  })

  test('the one with a visitor', () => {
    const following = createDevicePicker(null)
    expect(pass(following, 0, 1000, { hall: { scene: 'attract' }, stair: { scene: 'attract' } })).toBe('hall')
    expect(pass(following, 1000, 2000, { hall: { scene: 'attract' }, stair: { scene: 'free' } })).toBe('stair')
    expect(pass(following, 2000, 3000, { hall: { scene: 'free' }, stair: { scene: 'attract' } })).toBe('hall')
  })

  test('of two visitors the one who is shown, as long as that one does something', () => {
    const following = createDevicePicker(null)
    pass(following, 0, 500, { hall: { scene: 'free', moving: true } })
    const both = { hall: { scene: 'free', moving: true }, stair: { scene: 'free', moving: true } } as const
    expect(pass(following, 500, 30_000, both)).toBe('hall')
    const resting = { hall: { scene: 'free' }, stair: { scene: 'free', moving: true } } as const
    expect(pass(following, 30_000, 35_000, resting)).toBe('hall')
    expect(pass(following, 35_000, 40_000, resting)).toBe('stair')
    // Nobody is left for somebody who rests as well.
    expect(pass(following, 40_000, 70_000, { hall: { scene: 'free' }, stair: { scene: 'free' } })).toBe('stair')
  })

  test('only the one that was asked for', () => {
    const following = createDevicePicker('stair')
    expect(pass(following, 0, 1000, { hall: { scene: 'free', moving: true } })).toBeNull()
    expect(pass(following, 1000, 2000, { hall: { scene: 'free', moving: true }, stair: { scene: 'attract' } })).toBe(
      'stair',
    )
  })

  test('who left, or says nothing any more, is not shown', () => {
    const following = createDevicePicker(null)
    pass(following, 0, 1000, { hall: { scene: 'free' }, stair: { scene: 'attract' } })
    following.removeDevice('hall')
    expect(following.pick(1000)?.device).toBe('stair')
    for (let now = 1000; now < 7000; now += 100) following.pick(now)
    expect(following.pick(7000)).toBeNull()
    pass(following, 8000, 9000, { hall: { scene: 'free' } })
    following.removeDevice(null)
    expect(following.pick(9000)).toBeNull()
  })

  test('a page that was held up has not been left', () => {
    const following = createDevicePicker(null)
    pass(following, 0, 1000, { hall: { scene: 'free' } })
    expect(following.pick(60_000)?.device).toBe('hall')
  })
})
