import { expect, onTestFinished, test } from 'vitest'
import { createAlarm } from '../../../server/alarms/alarm.ts'
import { createAlarmSender } from '../../../server/alarms/alarm-sender.ts'
import { POLL_OPTIONS } from '../open-server.ts'
import { openReceiver } from './alarm-receiver.ts'

const alarm = (device: string, event: 'silent' | 'back' = 'silent') =>
  createAlarm(event, { device, exhibit: 'Test', lastHeardMs: 0, nowMs: 1_800_000_000_000 })

function open(url: string, retryDelaysMs = [5, 10]) {
  const failures: string[] = []
  const delivered: (string | null)[] = []
  let now = 0
  const sender = createAlarmSender(url, {
    onFailure: (sentence) => failures.push(sentence),
    onDelivered: ({ device }) => delivered.push(device),
    retryDelaysMs,
    now: () => now,
  })
  onTestFinished(sender.close)
  return {
    sender,
    failures,
    delivered,
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('an alarm is a POST of JSON with a sentence that chat programs show', async () => {
  const receiver = await openReceiver()
  const { sender } = open(receiver.url)
  sender.send(alarm('hall'))
  await expect.poll(() => receiver.got, POLL_OPTIONS).toHaveLength(1)
  expect(receiver.got[0]).toEqual({
    method: 'POST',
    type: 'application/json',
    alarm: {
      event: 'silent',
      device: 'hall',
      exhibit: 'Test',
      lastHeard: '1970-01-01T00:00:00.000Z',
      at: '2027-01-15T08:00:00.000Z',
      text: expect.stringMatching(/^Test: “hall” has been silent since 1 Jan 1970, \d\d:00\.$/),
    },
  })
})

test('what a receiver does not take is sent again, in order, until it does', async () => {
  const receiver = await openReceiver()
  const { sender, failures, delivered } = open(receiver.url)
  receiver.answers.push(500, 404, 302, null)
  for (const device of ['one', 'two', 'three']) sender.send(alarm(device))
  await expect.poll(receiver.list, POLL_OPTIONS).toEqual(['silent one', 'silent two', 'silent three'])
  expect(delivered).toEqual(['one', 'two', 'three'])
  expect(receiver.attempts()).toBe(7)
  expect(failures).toEqual([
    'An alarm cannot be sent: its receiver answers 500.',
    'An alarm cannot be sent: its receiver answers 404.',
    'An alarm cannot be sent: its receiver answers 302.',
    expect.stringMatching(/^An alarm cannot be sent: its receiver is not reached \(\w+\)\.$/),
  ])
  expect(failures.join()).not.toContain('secret')
  expect(sender.read()).toEqual({ waiting: 0, lastError: null })
})

test('a receiver that is down gets it when it is up again', async () => {
  const receiver = await openReceiver()
  await receiver.close()
  const { sender, failures } = open(receiver.url)
  sender.send(alarm('hall'))
  await expect.poll(() => failures.length, POLL_OPTIONS).toBeGreaterThan(2)
  expect(sender.read()).toEqual({ waiting: 1, lastError: expect.stringContaining('is not reached (ECONNREFUSED)') })
  const again = await openReceiver(receiver.port)
  await expect.poll(again.list, POLL_OPTIONS).toEqual(['silent hall'])
})

test('an alarm is given up after a day, and at most a hundred wait', async () => {
  const receiver = await openReceiver()
  await receiver.close()
  const { sender, pass, failures } = open(receiver.url, [20])
  for (let i = 0; i < 250; i++) sender.send(alarm(`device-${i}`))
  expect(sender.read().waiting).toBe(100)
  await expect.poll(() => failures.length, POLL_OPTIONS).toBeGreaterThan(0)
  pass(24 * 60 * 60_000)
  await expect.poll(() => sender.read().waiting, POLL_OPTIONS).toBe(0)
})

test('nothing is sent after the server has closed', async () => {
  const receiver = await openReceiver()
  receiver.answers.push(500, 500, 500)
  const { sender, failures } = open(receiver.url, [30])
  sender.send(alarm('hall'))
  await expect.poll(() => failures.length, POLL_OPTIONS).toBe(1)
  sender.close()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(receiver.attempts()).toBe(1)
})
