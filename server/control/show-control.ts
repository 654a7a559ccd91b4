import * as v from 'valibot'
import { type ControlConfig, ControlSchema } from '../../protocol/control-config.ts'
import type { DeviceCommand } from '../../protocol/device-commands.ts'
import { isTabName } from '../../protocol/device-name.ts'
import type { LevelRequest, LiveMessage } from '../../protocol/live-messages.ts'
import { createCallerLimits } from '../caller-limits.ts'
import type { DeviceLinks } from '../device-links.ts'
import { HttpError } from '../http-error.ts'
import { createMessageRateLimit } from '../message-rate-limit.ts'
import type { Log } from '../open-log.ts'
import { readServerTimeMs } from '../server-time.ts'
import type { SiteFiles } from '../site-files.ts'
import { createControlKeyVerifier } from './control-key.ts'
import { type ControlRequest, ControlRequestSchema, toDeviceCommand } from './control-request.ts'
import { openOscInput } from './osc-input.ts'
import { openOscOutput } from './osc-output.ts'
import type { OscMessage } from './osc-packet.ts'
import { matchesOscPattern } from './osc-pattern.ts'
import { readOscRequest } from './osc-request.ts'
import { createOscStates } from './osc-states.ts'
import { createRefusalLog } from './refusal-log.ts'
import { createTimeTagQueue } from './time-tag-queue.ts'

type Options = {
  config: ControlConfig | undefined
  deviceLinks: DeviceLinks
  files: SiteFiles
  log: Log
  dataFolder: string
  /** See `commandDevices`. */
  commandDevice: (device: string, command: DeviceCommand) => string[]
  countRefusal: () => void
}

/** No name of a device. */
const ALL = 'all'
/** Commands that the log names; a fader sends twenty a second. */
const MAX_LOGGED_PER_S = 1
/** A device that does not tell its level is asked again. */
const LEVEL_REQUEST_INTERVAL_MS = 5000

/** The house's show control: its commands to devices, and what it is told of them. */
export function openShowControl({
  config = v.parse(ControlSchema, {}),
  deviceLinks,
  files,
  log,
  dataFolder,
  commandDevice,
  countRefusal,
}: Options) {
  const refusals = createRefusalLog(log, countRefusal)
  const limitCommands = createMessageRateLimit(config.limit)
  const limitLog = createMessageRateLimit(MAX_LOGGED_PER_S)
  const queue = createTimeTagQueue()
  const levelRequestedAt = new Map<string, number>()
  const wantsLevel = config.oscOut.some(({ send }) => send.includes('level'))
  const wantsPlayhead = config.oscOut.filter(({ send }) => send.includes('playhead'))

  /** Commands are done in the order in which they come, whatever they wait for. */
  let last: Promise<unknown> = Promise.resolve()

  /** @throws {HttpError} 400, or 429 beyond the limit */
  function command(isMeant: (device: string) => boolean, request: ControlRequest): Promise<string[]> {
    if (limitCommands(performance.now()) !== 'fine')
      return Promise.reject(new HttpError(429, 'Too many commands; send fewer.'))
    const done = last.then(async () => {
      const deviceCommand = toDeviceCommand(request, await files.readIndex())
      const devices = deviceLinks.list().filter((device) => device !== ALL && isMeant(device))
      for (const device of devices) commandDevice(device, deviceCommand)
      if (limitLog(performance.now()) === 'fine')
        log.logger.info({ devices, command: deviceCommand }, 'show control commands')
      return devices
    })
    last = done.catch(() => {})
    return done
  }

  function handleOscMessage(message: OscMessage): void {
    const asked = readOscRequest(message)
    if (asked === 'released') return
    const request = v.safeParse(ControlRequestSchema, asked?.request)
    if (!asked || !request.success) {
      refusals.add('unknown')
      return
    }
    const run = () => {
      command((device) => asked.devices === ALL || matchesOscPattern(asked.devices, device), request.output).then(
        (reached) => reached.length === 0 && refusals.add('no-device'),
        (error) => refusals.add(error instanceof HttpError && error.statusCode === 429 ? 'limit' : 'unknown'),
      )
    }
    if (!queue.run(message.at, run)) refusals.add('time-tag')
  }

  const output = openOscOutput(config.oscOut, () => refusals.add('not-sent'))
  const states = createOscStates(files.readIndex, output.send)
  const input = config.oscIn
    ? openOscInput(config.oscIn, { onMessage: handleOscMessage, onRefused: refusals.add })
    : null
  const playheadRate = Math.max(0, ...wantsPlayhead.map(({ rate }) => rate))
  const timer =
    playheadRate > 0 ? setInterval(() => states.emitPlayheads(readServerTimeMs()), 1000 / playheadRate) : undefined

  /** Pages measure their level only if somebody wants it. */
  function requestLevel({ device, level }: LiveMessage): void {
    const now = performance.now()
    if (level !== undefined || now - (levelRequestedAt.get(device) ?? -Infinity) < LEVEL_REQUEST_INTERVAL_MS) return
    levelRequestedAt.set(device, now)
    deviceLinks.send((link) => link.device === device && link.role === 'piece', {
      type: 'level',
    } satisfies LevelRequest)
  }

  return {
    command,
    verifyKey: createControlKeyVerifier(dataFolder),
    keyLimits: createCallerLimits(),
    /** A sentence if something is not open that should be. */
    problem: (): string | null => input?.problem() ?? null,
    /** What a known device tells of itself. */
    tell(message: LiveMessage): void {
      if (isTabName(message.device)) return
      if (wantsLevel) requestLevel(message)
      states.tell(message)
    },
    /** A device has disconnected. */
    forget(device: string): void {
      levelRequestedAt.delete(device)
      states.forget(device, readServerTimeMs())
      output.forget(device)
    },
    list: states.list,
    close: async (): Promise<void> => {
      clearInterval(timer)
      queue.clear()
      refusals.close()
      await Promise.all([input?.close(), output.close()])
    },
  }
}
export type ShowControl = ReturnType<typeof openShowControl>
