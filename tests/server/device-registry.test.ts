import * as v from 'valibot'
import { expect, test } from 'vitest'
import { HeartbeatSchema } from '../../protocol/health.ts'
import { createDeviceRegistry } from '../../server/device-registry.ts'
import { createHeartbeat } from './open-server.ts'

test('the last fault is the kind whose count has grown, by the server’s clock', () => {
  let now = 0
  const registry = createDeviceRegistry(() => now)
  const beat = (faults: object) => {
    now += 5000
    registry.recordHeartbeat(v.parse(HeartbeatSchema, createHeartbeat('hall', { faults })))
    return registry.list()[0]?.lastFault
  }
  // What happened before the server started has no time.
  expect(beat({ 'webgl-lost': 3 })).toBeNull()
  expect(beat({ 'webgl-lost': 3 })).toBeNull()
  expect(beat({ 'webgl-lost': 3, reloaded: 1 })).toEqual({ kind: 'reloaded', ago: 0 })
  expect(beat({ 'webgl-lost': 3, reloaded: 1 })).toEqual({ kind: 'reloaded', ago: 5 })
  // A storage that was emptied counts anew.
  expect(beat({})).toEqual({ kind: 'reloaded', ago: 10 })
  expect(beat({ 'audio-dead': 1 })).toEqual({ kind: 'audio-dead', ago: 0 })
})

test('headset, battery and volume are told as they are, and nothing that cannot be', () => {
  const registry = createDeviceRegistry()
  const told = { headset: 'worn', battery: { level: 0.4, charging: true }, volume: 0.5, muted: true }
  registry.recordHeartbeat(v.parse(HeartbeatSchema, createHeartbeat('quest-1', told)))
  expect(registry.list()[0]).toMatchObject(told)
  const earlier = v.parse(HeartbeatSchema, createHeartbeat('hall'))
  expect(earlier).toMatchObject({ headset: null, battery: null, volume: null, muted: false })
  for (const bad of [{ headset: 'lost' }, { battery: { level: 2, charging: true } }, { battery: 1 }, { volume: -1 }])
    expect(v.is(HeartbeatSchema, createHeartbeat('hall', bad))).toBe(false)
})
