import { expect, test } from 'vitest'
import { connectLiveSocket } from './live-socket.ts'
import { createHeartbeat, openServer } from './open-server.ts'

test('health and metrics have what devices tell of headset, battery and volume, and whether they can be commanded', async () => {
  const { url, post, get } = await openServer()
  const told = { headset: 'worn', battery: { level: 0.4, charging: false }, volume: 0.5 }
  await post('api/heartbeat', createHeartbeat('quest-1', told))
  await post('api/heartbeat', createHeartbeat('quest-2', { headset: 'off', volume: 0.5, muted: true }))
  await post('api/heartbeat', createHeartbeat('hall'))
  await connectLiveSocket(url, 'piece&device=quest-1')
  const { clients } = await (await get('health')).json()
  expect(clients).toMatchObject([
    { device: 'hall', headset: null, battery: null, volume: null, muted: false, lastFault: null, connected: false },
    { device: 'quest-1', ...told, muted: false, connected: true },
    { device: 'quest-2', headset: 'off', battery: null, volume: 0.5, muted: true, connected: false },
  ])
  const metrics = await (await get('metrics')).text()
  const readValues = (name: string) =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith(`songwalk_client_${name}{`))
      .map((line) => line.replace(/.*device="([^"]+)".*\} /, '$1 '))
      .sort()
  expect(readValues('headset_worn')).toEqual(['quest-1 1', 'quest-2 0'])
  expect(readValues('battery_ratio')).toEqual(['quest-1 0.4'])
  expect(readValues('volume_ratio')).toEqual(['quest-1 0.5', 'quest-2 0'])
})
