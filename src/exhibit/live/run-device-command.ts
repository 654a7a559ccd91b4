import type { DeviceCommand } from '../../../protocol/device-commands.ts'
import { countsAsVisit } from '../../../protocol/visit-scene.ts'
import type { VisitController } from '../exhibit-context.ts'
import type { VolumeOverride } from '../staff/volume-override.ts'

/** Does on this device what staff or show control have asked for. */
export function runDeviceCommand(
  command: DeviceCommand,
  {
    visitController: { store, dispatch },
    volumeOverride,
    restart,
  }: { visitController: VisitController; volumeOverride: VolumeOverride; restart: () => void },
): void {
  switch (command.do) {
    case 'start':
      dispatch({ type: 'staffResume' })
      break
    case 'stop':
      dispatch({ type: 'staffPause' })
      break
    case 'next':
      dispatch({ type: 'nextSong' })
      break
    case 'song':
      dispatch({ type: 'song', key: command.song })
      break
    case 'volume':
      volumeOverride.setFromAfar(command.level, command.capped)
      break
    case 'mute':
      volumeOverride.mute(command.on)
      break
    case 'language':
      // Between visits it would begin one.
      if (countsAsVisit(store.getState().scene)) dispatch({ type: 'language', language: command.language })
      break
    case 'restart':
      restart()
  }
}
