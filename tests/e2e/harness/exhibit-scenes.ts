import type { Page } from 'playwright-core'
import { type Snapshot, waitForSnapshot } from './snapshot.ts'

/** The snapshot with the fields that the exhibit adds. */
export type ExhibitSnapshot = Snapshot & {
  exhibit: { scene: string; language: string; song: string; visit: number; until: number | null }
}

export const waitForExhibitScene = (page: Page, scene: string): Promise<ExhibitSnapshot> =>
  waitForSnapshot(page, (now, scene) => (now as ExhibitSnapshot).exhibit.scene === scene, {
    given: scene,
  }) as Promise<ExhibitSnapshot>

/** Touches the attract screen. */
export const beginVisit = (page: Page): Promise<void> => page.locator('[data-scene=attract] > button').click()

/** From the attract screen through welcome and intro to the room. */
export async function beginVisitIn(page: Page, language: string): Promise<ExhibitSnapshot> {
  await beginVisit(page)
  await waitForExhibitScene(page, 'welcome')
  await page.getByRole('button', { name: language, exact: true }).click()
  await waitForExhibitScene(page, 'intro')
  await page.locator('[data-scene=intro] section > button').click()
  return waitForExhibitScene(page, 'free')
}
