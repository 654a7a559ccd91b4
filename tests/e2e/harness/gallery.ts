import type { Page } from 'playwright-core'

const getDrawer = (page: Page) => page.getByRole('region', { name: 'Songs', exact: true })
const escapePattern = (title: string) => title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Opens the gallery, and leaves it open. */
export async function openGallery(page: Page): Promise<void> {
  if ((await getDrawer(page).count()) === 0) await page.getByRole('button', { name: 'Songs', exact: true }).click()
  await getDrawer(page).getByRole('listitem').first().waitFor()
}

async function closeGallery(page: Page): Promise<void> {
  if ((await getDrawer(page).count()) > 0) await page.getByRole('button', { name: 'Songs', exact: true }).click()
}

/** Chooses the song of that title in the gallery, which is closed then. */
export async function chooseSong(page: Page, title: string): Promise<void> {
  await openGallery(page)
  await getDrawer(page)
    .getByRole('button', { name: new RegExp(`^${escapePattern(title)}`) })
    .first()
    .click()
  await closeGallery(page)
}

/** Titles in the gallery: those that come with the page, the visitor's own, and the open one, or null. */
export async function readGallery(page: Page): Promise<{ shipped: string[]; own: string[]; open: string | null }> {
  await openGallery(page)
  const titles = await page.evaluate(() => {
    const read = (selector: string) =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? '')
    return {
      shipped: read('#drawer ul:first-of-type strong'),
      own: read('#drawer h3 ~ ul strong'),
      open: read('#drawer [aria-current=true] strong')[0] ?? null,
    }
  })
  await closeGallery(page)
  return titles
}
