import { expect, test, vi } from 'vitest'
import { createNumberedSender, receiveNumbered } from '../../audio/numbered-port.ts'

test('messages that arrive twice are taken once, in order', () => {
  const port = { onmessage: null as ((event: object) => void) | null } as unknown as MessagePort
  const taken = vi.fn()
  receiveNumbered(port, taken)
  // The first messages twice, as in WebKitGTK 2.50.
  const send = createNumberedSender({ postMessage: (data: unknown) => deliveries.push(data) } as unknown as MessagePort)
  const deliveries: unknown[] = []
  for (const message of ['a', 'b', 'c']) send(message)
  for (const data of [...deliveries.slice(0, 2), ...deliveries]) port.onmessage?.({ data } as MessageEvent)
  expect(taken.mock.calls).toEqual([['a'], ['b'], ['c']])
})
