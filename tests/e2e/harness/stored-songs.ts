import type { Page } from 'playwright-core'
import { WAIT_TIMEOUT_MS } from './snapshot.ts'

/** Titles of all remembered songs; asked only where the app has made its database, as asking would make another. */
const READ_TITLES_SCRIPT = `indexedDB.databases().then((all) => all.length > 0 && new Promise((resolve) => {
  const opening = indexedDB.open('songwalk')
  opening.onsuccess = () => {
    const db = opening.result
    if (!db.objectStoreNames.contains('songs')) return resolve(db.close())
    const all = db.transaction('songs').objectStore('songs').getAll()
    all.onsuccess = () => { db.close(); resolve(all.result.map(({ title }) => title)) }
  }
}))`

/** Waits until the browser remembers these songs; it does so a moment after a song is ready. */
export async function waitForStoredSongs(page: Page, ...titles: string[]): Promise<void> {
  // Not waitForFunction, which takes a promise itself for an answer.
  await page.evaluate(`(async () => {
    const there = (all) => ${JSON.stringify(titles)}.every((title) => all && all.includes(title))
    const until = performance.now() + ${WAIT_TIMEOUT_MS}
    for (;;) {
      const stored = await ${READ_TITLES_SCRIPT}
      if (there(stored)) return
      if (performance.now() > until) throw new Error('The browser remembers only: ' + JSON.stringify(stored))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })()`)
}

/** Nothing is remembered: the next song is analyzed, also one that was open before. */
export async function clearStoredSongs(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('songwalk')
    opening.onerror = () => reject(opening.error)
    opening.onsuccess = () => {
      const db = opening.result
      const names = [...db.objectStoreNames]
      if (names.length === 0) return resolve(db.close())
      const clearing = db.transaction(names, 'readwrite')
      for (const name of names) clearing.objectStore(name).clear()
      clearing.oncomplete = () => resolve(db.close())
      clearing.onabort = () => reject(clearing.error)
    }
  })`)
}
