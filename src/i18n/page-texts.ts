import { FALLBACK_LANGUAGE, i18n } from './i18n.ts'
import { demo, page, panels, settings } from './languages/en.json?page'

// What only the page for one visitor says, in English.
i18n.addResourceBundle(FALLBACK_LANGUAGE, 'translation', { demo, page, panels, settings }, true)
