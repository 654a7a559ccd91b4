import type { AlarmConfig } from '../../protocol/alarm-config.ts'
import { isTabName } from '../../protocol/device-name.ts'
import { isOpen } from '../../protocol/opening-hours.ts'
import type { Closings } from '../closings.ts'
import type { DeviceRegistry } from '../device-registry.ts'
import type { KnownDevices } from '../known-devices.ts'
import type { Log } from '../open-log.ts'
import type { SiteFiles } from '../site-files.ts'
import { createAlarm } from './alarm.ts'
import { createAlarmSender } from './alarm-sender.ts'
import type { ExpectedDevices } from './expected-devices.ts'
import { createSilenceWatch } from './silence-watch.ts'

const CHECK_INTERVAL_MS = 5000
const MINUTE_MS = 60_000

type AlarmContext = {
  devices: Pick<DeviceRegistry, 'list'>
  knownDevices: Pick<KnownDevices, 'list'>
  closings: Pick<Closings, 'isClosed'>
  files: Pick<SiteFiles, 'readIndex'>
  log: Log
  recordFailure: (reason: unknown) => void
}
export type AlarmTimes = { retryDelaysMs?: readonly number[]; checkIntervalMs?: number }

/**
 * Tells a webhook of devices that fall silent while the exhibit is open. Watched are devices that the staff has let in
 * and the named screens of this computer, never strangers.
 */
export function startAlarms(
  { devices, knownDevices, closings, files, log, recordFailure }: AlarmContext,
  { webhook, minutes, devices: watched }: AlarmConfig,
  expected: ExpectedDevices,
  { retryDelaysMs, checkIntervalMs = CHECK_INTERVAL_MS }: AlarmTimes = {},
) {
  const now = () => performance.now()
  const counts = { silent: 0, back: 0 }
  const sender = createAlarmSender(webhook, {
    onFailure: recordFailure,
    onDelivered: ({ event, device }) => {
      log.logger.info({ event, device }, 'an alarm was delivered')
      if (device !== null && event !== 'test') expected.setSilent(device, event === 'silent')
    },
    retryDelaysMs,
  })
  const watch = createSilenceWatch(minutes * MINUTE_MS, now(), expected.listSilent())

  /** The last sign of each device, whatever its page. */
  function readSigns(): Map<string, number> {
    const heard = new Map<string, number>()
    const known = new Set(knownDevices.list().map(({ name }) => name))
    for (const { device, role, lastHeartbeat } of devices.list()) {
      const isScreenOfThisComputer = role === 'piece' && !isTabName(device)
      if (!known.has(device) && !isScreenOfThisComputer) continue
      if (!known.has(device)) expected.expect(device)
      heard.set(device, Math.max(heard.get(device) ?? -Infinity, now() - lastHeartbeat * 1000))
    }
    return heard
  }

  async function check(): Promise<void> {
    const heard = readSigns()
    const names = new Set([...knownDevices.list().map(({ name }) => name), ...expected.list()])
    const index = await files.readIndex()
    const signs = await Promise.all(
      [...names].map(async (name) => ({
        name,
        heardAt: heard.get(name) ?? null,
        isOff: (watched.length > 0 && !watched.includes(name)) || (await closings.isClosed(name).catch(() => false)),
      })),
    )
    for (const { event, name, heardAt } of watch.check(now(), isOpen(index, new Date()), signs)) {
      counts[event]++
      const nowMs = Date.now()
      const lastHeardMs = heardAt === null ? null : Math.round(nowMs - (now() - heardAt))
      sender.send(createAlarm(event, { device: name, exhibit: index.title, lastHeardMs, nowMs }))
    }
  }

  const timer = setInterval(() => {
    check().catch(recordFailure)
  }, checkIntervalMs)
  return {
    read: () => ({ ...sender.read(), ...counts }),
    /** @returns null, or why the receiver has not taken it */
    test: async (): Promise<string | null> => {
      const { title } = await files.readIndex()
      return sender.trySending(
        createAlarm('test', { device: null, exhibit: title, lastHeardMs: null, nowMs: Date.now() }),
      )
    },
    /** A device whose key was withdrawn is missed no more. */
    forget: (device: string): void => {
      watch.forget(device)
      expected.forget(device)
    },
    close: async (): Promise<void> => {
      clearInterval(timer)
      sender.close()
      await expected.close()
    },
  }
}
export type Alarms = ReturnType<typeof startAlarms>
