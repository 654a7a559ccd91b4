import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'

const englishUrls = import.meta.glob<string>('./languages/en.json', { eager: true, import: 'default', query: '?url' })

/** Adds the English texts of the staff's panel; those of other languages come with their files. */
export async function loadStaffTexts(): Promise<void> {
  const [url = ''] = Object.values(englishUrls)
  const { staff } = await (await fetch(url)).json()
  i18n.addResourceBundle(FALLBACK_LANGUAGE, 'translation', { staff }, true)
}
