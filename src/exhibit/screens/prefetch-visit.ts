import { showLanguage } from '../../i18n/exhibit-languages.ts'
import { loadLanguage } from '../../i18n/load-language.ts'
import { readTimeouts } from '../../kiosk/watchdog/timeouts.ts'
import { waitUntilIdle } from '../../shared/wait-until-idle.ts'
import type { ExhibitContext } from '../exhibit-context.ts'

type PrefetchContext = {
  visitController: { store: Pick<ExhibitContext['visitController']['store'], 'getState'> }
  faults: Pick<ExhibitContext['faults'], 'report'>
}

/**
 * Loads all languages of the exhibit, and what else visits need, once the page is idle: no visitor's choice waits for a
 * network. What is missing is one fault, and is asked for until it is there.
 */
export async function prefetchVisit(
  { visitController, faults }: PrefetchContext,
  languages: readonly string[],
  loads: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const { partRetryMs } = readTimeouts()
  const isCurrent = (language: string) => visitController.store.getState().language === language
  const load = async (language: string) => {
    if ((await loadLanguage(language)) !== language) throw new Error(`The texts of ${language} are missing.`)
    // A visit that began without its texts gets them now.
    if (isCurrent(language)) await showLanguage(language, isCurrent)
  }
  await waitUntilIdle()
  let missing = [...loads, ...languages.map((language) => () => load(language))]
  for (let attempt = 0; ; attempt++) {
    const failed: typeof missing = []
    for (const loadPart of missing) await loadPart().catch(() => failed.push(loadPart))
    if (failed.length === 0) return
    if (attempt === 0) faults.report('part-missing')
    missing = failed
    await new Promise((resolve) => setTimeout(resolve, partRetryMs))
  }
}
