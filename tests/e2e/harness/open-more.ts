import type { Page } from 'playwright-core'

/** Shows all controls of a small screen, which has one row of them at first. */
export async function openMore(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: 'More controls', exact: true })
  if ((await more.count()) > 0 && (await more.getAttribute('aria-expanded')) === 'false') await more.click()
}
