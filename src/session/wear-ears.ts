import { soundPart } from './sound-part.ts'

/**
 * Songs that are opened from now on are heard with other ears: with a table that `npm run hrtf` made.
 * @returns rejects if it cannot be used: the usual ears stay
 */
export async function wearEars(url: string): Promise<void> {
  const part = await soundPart.load()
  await part.wearEars(url)
}
