import type { Page } from 'playwright-core'

type Clip = { x: number; y: number; width: number; height: number }

/** Photographs a part of the page, and measures its brightness. @returns the mean of each pixel's largest channel, 0-255 */
export async function measureBrightness(page: Page, clip: Clip): Promise<number> {
  const png = (await page.screenshot({ clip })).toString('base64')
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
    if (!context) throw new Error('no canvas')
    context.drawImage(picture, 0, 0)
    const { data } = context.getImageData(0, 0, picture.width, picture.height)
    let sum = 0
    for (let k = 0; k < data.length; k += 4) sum += Math.max(data[k] ?? 0, data[k + 1] ?? 0, data[k + 2] ?? 0)
    return (sum * 4) / data.length
  }, png)
}
