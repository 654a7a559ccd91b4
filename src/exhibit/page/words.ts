import i18next from 'i18next'

type Words = { [key: string]: string | Words }

const files = import.meta.glob<Words>('../languages/*.json', { eager: true, import: 'default' })

/** i18next for all pages of the exhibit; a word that a language lacks is said in English. */
export const words = i18next.createInstance()
void words.init({
  resources: Object.fromEntries(
    Object.entries(files).map(([path, translation]) => [path.replace(/^.*\/|\.json$/g, ''), { translation }]),
  ),
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  interpolation: { escapeValue: false },
})
