import type { Session } from '../session/session.ts'
import { isHandheld } from '../shared/handheld.ts'
import { useXRSupport } from '../shared/use-xr-support.ts'

/** Enabled where the device can show the song in the real room. */
export function EnterAR({ session }: { session: Session }) {
  const supported = useXRSupport('immersive-ar')
  if (isHandheld && !supported) return null
  return (
    <button
      type="button"
      className="enter"
      disabled={!supported}
      title={supported ? 'Put the song on your table' : 'No AR found; open this page in Chrome on an Android phone'}
      onClick={() => void session.enterAR()}
    >
      Enter AR
    </button>
  )
}
