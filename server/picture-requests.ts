import { randomBytes } from 'node:crypto'
import type { PictureRequest } from '../protocol/device-commands.ts'
import type { DeviceLinks } from './device-links.ts'

/** A busy one draws a frame in seconds. */
const PICTURE_TIMEOUT_MS = 12_000
/** Of all devices together. */
const MAX_WAITING = 50

type Waiting = { device: string; resolve: (picture: Buffer | null) => void }

const isJpeg = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff

/** Asks devices for pictures of what they show. A picture goes to those who wait for it, and is kept nowhere. */
export function createPictureRequests(deviceLinks: Pick<DeviceLinks, 'send'>) {
  const waiting = new Map<string, Waiting>()
  /** By device: several who ask at once share a picture. */
  const asked = new Map<string, Promise<Buffer | null>>()

  function ask(device: string): Promise<Buffer | null> {
    if (waiting.size >= MAX_WAITING) return Promise.resolve(null)
    const id = randomBytes(16).toString('base64url')
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiting.get(id)?.resolve(null), PICTURE_TIMEOUT_MS)
      const end = (picture: Buffer | null) => {
        clearTimeout(timer)
        waiting.delete(id)
        asked.delete(device)
        resolve(picture)
      }
      waiting.set(id, { device, resolve: end })
      const message: PictureRequest = { type: 'picture', id }
      const reached = deviceLinks.send((link) => link.device === device && link.role === 'piece', message)
      if (reached.length === 0) end(null)
    })
  }

  return {
    /** @returns a JPEG; null: the device is not there, or does not answer */
    request(device: string): Promise<Buffer | null> {
      const known = asked.get(device)
      if (known) return known
      const answer = ask(device)
      if (waiting.size > 0) asked.set(device, answer)
      void answer.finally(() => asked.delete(device))
      return answer
    },
    /**
     * @param device that sends it; null: a page of this computer
     * @returns whether somebody waits for it
     */
    receive(id: string, device: string | null, picture: Buffer): boolean {
      const request = waiting.get(id)
      if (!request || (device !== null && device !== request.device) || !isJpeg(picture)) return false
      request.resolve(picture)
      return true
    },
  }
}
