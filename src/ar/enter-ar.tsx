import { useEffect, useState } from 'react'
import { handheld } from '../phone/handheld.ts'
import type { Session } from '../session.ts'

/** Enabled where the device can show the song in the real room. */
export function EnterAR({ session }: { session: Session }) {
  const [supported, setSupported] = useState(false)
  useEffect(() => {
    const { xr } = navigator
    if (!xr) return
    const ask = () => xr.isSessionSupported('immersive-ar').then(setSupported, () => setSupported(false))
    void ask()
    xr.addEventListener('devicechange', ask)
    return () => xr.removeEventListener('devicechange', ask)
  }, [])
  if (handheld && !supported) return null
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
