import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createHeartbeatSender } from '../../../src/kiosk/heartbeats.ts'

const reportFault = vi.fn()
beforeEach(() => {
  reportFault.mockClear()
})

describe('createHeartbeatSender', () => {
  const sendHeartbeats = async (...outcomes: ('received' | 'lost' | 'unsupported')[]) => {
    const sender = createHeartbeatSender(async () => outcomes.shift() ?? 'received', reportFault)
    while (outcomes.length > 0) await sender()
    return sender
  }

  test('counts a lost server at the second lost heartbeat, once until it answers', async () => {
    await sendHeartbeats('received', 'lost', 'received')
    expect(reportFault).not.toHaveBeenCalled()
    await sendHeartbeats('lost', 'lost', 'lost', 'lost')
    expect(reportFault.mock.calls).toEqual([['server-gone']])
    await sendHeartbeats('lost', 'lost', 'received', 'lost', 'lost')
    expect(reportFault).toHaveBeenCalledTimes(3)
  })

  test('skips heartbeats for a server without the route', async () => {
    const send = vi.fn(async () => 'unsupported' as const)
    const sender = createHeartbeatSender(send, reportFault)
    for (let i = 0; i < 61; i++) await sender()
    expect(send).toHaveBeenCalledOnce()
    await sender()
    expect(send).toHaveBeenCalledTimes(2)
    expect(reportFault).not.toHaveBeenCalled()
  })
})
