import { useEffect, useState } from 'react'
import { fetchPicture } from './staff-api.ts'

/** A picture of a device as an object URL; null: it sends none. */
export type DevicePicture = string | null | 'awaited'

/** Pictures live as long as the panel shows them. */
export function useDevicePictures() {
  const [pictures, setPictures] = useState<Record<string, DevicePicture>>({})
  const [urls] = useState(() => new Map<string, string>())
  useEffect(
    () => () => {
      for (const url of urls.values()) URL.revokeObjectURL(url)
    },
    [urls],
  )
  const show = (device: string, picture: DevicePicture) => setPictures((before) => ({ ...before, [device]: picture }))
  const request = async (device: string) => {
    if (!urls.has(device)) show(device, 'awaited')
    const picture = await fetchPicture(device)
    const former = urls.get(device)
    if (picture) urls.set(device, URL.createObjectURL(picture))
    else urls.delete(device)
    show(device, urls.get(device) ?? null)
    if (former) URL.revokeObjectURL(former)
  }
  return { pictures, request: (device: string) => void request(device) }
}
