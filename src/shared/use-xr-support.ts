import { useEffect, useState } from 'react'

/** Whether this device can show that kind of session; asked again whenever a headset is plugged in. */
export function useXRSupport(mode: 'immersive-vr' | 'immersive-ar'): boolean {
  const [supported, setSupported] = useState(false)
  useEffect(() => {
    const { xr } = navigator
    if (!xr) return
    const ask = () => xr.isSessionSupported(mode).then(setSupported, () => setSupported(false))
    void ask()
    xr.addEventListener('devicechange', ask)
    return () => xr.removeEventListener('devicechange', ask)
  }, [mode])
  return supported
}
