import { join } from 'node:path'
import type { AlarmConfig } from '../protocol/alarm-config.ts'
import type { ControlConfig } from '../protocol/control-config.ts'
import { type AlarmTimes, startAlarms } from './alarms/alarms.ts'
import { openExpectedDevices } from './alarms/expected-devices.ts'
import { createCallerReader } from './caller.ts'
import { createClosings } from './closings.ts'
import { commandDevices } from './command-devices.ts'
import { openShowControl } from './control/show-control.ts'
import { createDeviceLinks } from './device-links.ts'
import { createDeviceRegistry } from './device-registry.ts'
import { openKnownDevices } from './known-devices.ts'
import { openOthers } from './others.ts'
import { createReadAccess, loadMonitorKey } from './read-access.ts'
import { createRefusals } from './refusals.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { createSiteFiles } from './site-files.ts'
import { readSongwalkVersion } from './songwalk-version.ts'
import { createStaffSessions, staffCookie } from './staff-sessions.ts'
import { createKnownExhibitReader } from './visits/known-exhibit.ts'
import { openVisitsStore } from './visits/visits-store.ts'

type Options = Pick<ServerContext, 'siteFolder' | 'dataFolder' | 'log' | 'certificate' | 'readBuildProblem'> & {
  languages: readonly string[]
  alarm?: AlarmConfig | undefined
  /** For tests. */
  alarmTimes?: AlarmTimes | undefined
  control?: ControlConfig | undefined
}

/** Opens what a server keeps. */
export async function createServerContext({
  languages,
  alarm,
  alarmTimes,
  control,
  ...options
}: Options): Promise<ServerContext> {
  const { siteFolder, dataFolder } = options
  const files = createSiteFiles(siteFolder)
  const readKnown = createKnownExhibitReader(files.readIndex, dataFolder, languages)
  const visits = await openVisitsStore(join(dataFolder, 'visits'), { readKnown })
  const knownDevices = await openKnownDevices(join(dataFolder, 'devices.json'))
  const sessions = createStaffSessions()
  const readCaller = createCallerReader(knownDevices.find)
  const context: Omit<ServerContext, 'showControl'> = {
    ...options,
    version: readSongwalkVersion(),
    files,
    visits,
    devices: createDeviceRegistry(),
    deviceLinks: createDeviceLinks(),
    knownDevices,
    others: await openOthers(visits.store),
    refusals: createRefusals(),
    closings: createClosings(visits.store, files.readIndex),
    sessions,
    readCaller,
    access: createReadAccess(
      readCaller,
      (request) => sessions.has(staffCookie.read(request)),
      await loadMonitorKey(join(dataFolder, 'monitor-key')),
    ),
    errorCounts: {
      'answer-failed': 0,
      'counts-failed': 0,
      'counts-mended': 0,
      'live-refused': 0,
      'certificate-failed': 0,
      'limit-exceeded': 0,
      'alarm-failed': 0,
      'control-refused': 0,
    },
    connectionCounts: { piece: 0, spectator: 0 },
    alarms: null,
  }
  if (alarm) {
    const expected = await openExpectedDevices(join(dataFolder, 'expected-devices.json'))
    const recordFailure = (reason: unknown) => recordError(context, 'alarm-failed', reason)
    context.alarms = startAlarms({ ...context, recordFailure }, alarm, expected, alarmTimes)
  }
  for (const note of visits.notes()) recordError(context, 'counts-mended', note)
  const showControl = openShowControl({
    ...context,
    config: control,
    commandDevice: (device, command) => commandDevices(context, device, command),
    countRefusal: () => context.errorCounts['control-refused']++,
  })
  return { ...context, showControl }
}
