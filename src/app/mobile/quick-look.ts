import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Song } from '../../../audio/song/song.ts'
import { toErrorMessage } from '../../session/error-message.ts'
import type { Session } from '../../session/session.ts'

/** True on iPhones and iPads, which show USDZ files in AR. */
export const isQuickLookSupported = (): boolean => document.createElement('a').relList.supports('ar')

/**
 * What Quick Look shows below the form: title, credits, and a button back to the page (Apple's parameters for AR Quick Look).
 * @param page address that is shared with the form
 */
export function createQuickLookHash({ title, artist, license }: Song, page: string): string {
  const subtitle = [artist, license].filter(Boolean).join(' · ')
  const query = new URLSearchParams({
    canonicalWebPageURL: page,
    callToAction: 'songwalk',
    checkoutTitle: title,
    ...(subtitle === '' ? {} : { checkoutSubtitle: subtitle }),
  })
  return `#${query.toString().replaceAll('+', '%20')}`
}

/** Quick Look reads a file some time after the tap; milliseconds. */
const RELEASE_DELAY_MS = 60_000

/**
 * The address of the open song's form as USDZ, made before anyone asks: an iPhone opens Quick Look only from a link that
 * is there when it is tapped.
 * @returns null until it is made
 */
export function useQuickLookUrl(session: Session): string | null {
  const song = useStore(session.store, (state) => state.song)
  const palette = useStore(session.store, (state) => state.preferences.palette)
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    setUrl(null)
    if (!song) return
    let made: string | null = null
    let isCurrent = true
    const make = async () => {
      const { createSongUsdz } = await import('../export/usdz.ts')
      const usdz = createSongUsdz(song, palette, location.href)
      if (!isCurrent) return
      made = URL.createObjectURL(new Blob([usdz], { type: 'model/vnd.usdz+zip' }))
      setUrl(made + createQuickLookHash(song, location.href))
    }
    make().catch((error: unknown) => isCurrent && session.setError(toErrorMessage(error)))
    return () => {
      isCurrent = false
      if (made) window.setTimeout(URL.revokeObjectURL, RELEASE_DELAY_MS, made)
    }
  }, [song, palette, session])
  return url
}
