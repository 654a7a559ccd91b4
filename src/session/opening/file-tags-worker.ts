import * as Comlink from 'comlink'
import { type Cover, loadTagsLibrary, readTags } from '../../../audio/decoding/tags.ts'
import type { FileTags } from '../loaded-song.ts'

/** CSS pixels of a cover's longer side, twice its size on the page. */
const MAX_COVER_SIDE_PX = 192

const service = {
  async read(file: Blob, name: string): Promise<FileTags> {
    const { cover, ...texts } = await readTags(file, name)
    const resized = cover ? await resizeCover(cover).catch(() => undefined) : undefined
    return resized ? { ...texts, cover: resized } : texts
  },
}

/** @throws if the browser cannot decode the picture */
async function resizeCover({ mime, bytes }: Cover): Promise<Blob> {
  const picture = await createImageBitmap(new Blob([bytes], { type: mime }))
  const scale = Math.min(1, MAX_COVER_SIDE_PX / Math.max(picture.width, picture.height))
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  )
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
}

export type FileTagsService = typeof service

// A worker is started before it is needed; so is the library.
loadTagsLibrary().catch(() => {})
Comlink.expose(service)
