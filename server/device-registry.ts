import { isTabName } from '../protocol/device-name.ts'
import { listDeviceProblems } from '../protocol/device-problems.ts'
import { type FaultKind, faultKinds } from '../protocol/fault-kinds.ts'
import type { Heartbeat, Outputs } from '../protocol/health.ts'

/** Beyond it, no further device is listed. */
const MAX_DEVICES = 200
/** A device that was silent this long is removed. */
const DEVICE_EXPIRY_S = 24 * 60 * 60
/** A tab that was silent this long was closed. */
const TAB_EXPIRY_S = 60
/** The watch tells of outputs every half minute. */
const OUTPUTS_EXPIRY_S = 150

type DeviceRecord = Heartbeat & { receivedAtMs: number; lastFault: { kind: FaultKind; atMs: number } | null }

export type DeviceRegistry = ReturnType<typeof createDeviceRegistry>

/**
 * The last heartbeat of each device.
 * @param now milliseconds that never go back
 */
export function createDeviceRegistry(now: () => number = () => performance.now()) {
  const devices = new Map<string, DeviceRecord>()
  /** Of this computer's own devices. */
  const outputs = new Map<string, Pick<Outputs, 'problems'> & { receivedAtMs: number }>()

  const getAgeS = ({ receivedAtMs }: { receivedAtMs: number }) => (now() - receivedAtMs) / 1000

  /** The kind whose count has grown since the heartbeat before. */
  function findNewFault({ faults }: Heartbeat, before: DeviceRecord | undefined): DeviceRecord['lastFault'] {
    if (!before) return null
    const kind = faultKinds.find((one) => (faults[one] ?? 0) > (before.faults[one] ?? 0))
    return kind ? { kind, atMs: now() } : before.lastFault
  }

  /** Devices with names make room for nobody: one that is missed must not be forgotten. */
  function removeExpired(): void {
    for (const [key, record] of devices)
      if (getAgeS(record) >= (isTabName(record.device) ? TAB_EXPIRY_S : DEVICE_EXPIRY_S)) devices.delete(key)
  }

  function listProblems({ device, problems, scene }: DeviceRecord) {
    const told = outputs.get(device)
    return listDeviceProblems(problems, told && getAgeS(told) < OUTPUTS_EXPIRY_S ? told.problems : [], scene)
  }

  return {
    recordOutputs({ device, problems }: Outputs): void {
      if (outputs.has(device) || outputs.size < MAX_DEVICES) outputs.set(device, { problems, receivedAtMs: now() })
    },
    recordHeartbeat(heartbeat: Heartbeat): void {
      const key = `${heartbeat.role} ${heartbeat.device}`
      if (!devices.has(key) && devices.size >= MAX_DEVICES) removeExpired()
      if (devices.has(key) || devices.size < MAX_DEVICES) {
        const lastFault = findNewFault(heartbeat, devices.get(key))
        devices.set(key, { ...heartbeat, receivedAtMs: now(), lastFault })
      }
    },
    /** By name; `lastHeartbeat` in seconds ago. */
    list: () =>
      [...devices.values()]
        .map((record) => {
          const { receivedAtMs: _, lastFault, ...heartbeat } = record
          return {
            ...heartbeat,
            problems: listProblems(record),
            lastFault: lastFault && { kind: lastFault.kind, ago: Math.round((now() - lastFault.atMs) / 1000) },
            lastHeartbeat: Math.round(getAgeS(record) * 10) / 10,
          }
        })
        .filter(({ lastHeartbeat }) => lastHeartbeat < DEVICE_EXPIRY_S)
        .sort((a, b) => (a.device < b.device ? -1 : 1)),
    /** A device whose key was withdrawn. */
    forget: (device: string): void => {
      for (const [key, record] of devices) if (record.device === device) devices.delete(key)
    },
  }
}
