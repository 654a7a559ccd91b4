import type { Seconds } from '../../audio/units.ts'
import { usePolledValue } from '../../scenes/state/use-poll.ts'
import type { Session } from '../session/session.ts'

/** The time of the playhead; setting it shows a seek at once, before React puts the old value back. */
export const usePlayhead = ({ services }: Session): [Seconds, (time: Seconds) => void] =>
  usePolledValue(() => services.playback?.time() ?? 0)
