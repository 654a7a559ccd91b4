import { useEffect, useState } from 'react'

/** Whether the device supports an XR session mode; updated when a headset is connected. */
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
