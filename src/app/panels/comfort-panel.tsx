import { getLanguageName, useLanguage, useTranslate } from '../../i18n/i18n.ts'
import { availableLanguages } from '../../i18n/load-language.ts'
import type { Session } from '../../session/session.ts'
import { choosePageLanguage } from '../page-language.ts'
import styles from './comfort-panel.module.css'
import panel from './panel.module.css'
import { ChoiceField, PickList, RangeField, SwitchField } from './preference-fields.tsx'

/** The preferences that the panel in the headset offers too, and the language. Volume and path stand on the page. */
export function ComfortPanel({ session }: { session: Session }) {
  const t = useTranslate()
  const { actions } = session
  return (
    <div className={`${panel.panel} ${styles.comfort}`}>
      <h3>{t('panels.comfort.see')}</h3>
      <ChoiceField session={session} preference="palette" />
      <SwitchField session={session} preference="labels" />
      <SwitchField session={session} preference="captions" />
      <SwitchField session={session} preference="calm" />
      <LanguageField />
      <h3>{t('panels.comfort.hear')}</h3>
      <ChoiceField session={session} preference="space" />
      <ChoiceField session={session} preference="output" />
      <SwitchField session={session} preference="evenLoudness" />
      <h3>{t('panels.comfort.move')}</h3>
      <ChoiceField session={session} preference="moving" />
      <ChoiceField session={session} preference="turning" />
      <RangeField session={session} preference="speed" />
      <RangeField session={session} preference="vignette" />
      <SwitchField session={session} preference="flying" />
      <h3>{t('panels.comfort.body')}</h3>
      <SwitchField session={session} preference="seated" />
      <SwitchField session={session} preference="leftHanded" />
      <SwitchField session={session} preference="dwell" />
      <SwitchField session={session} preference="touchSounds" />
      <SwitchField session={session} preference="fetching" />
      <h3>{t('panels.comfort.back')}</h3>
      <div className={styles.pair}>
        <button type="button" title={t('panels.comfort.recenter')} onClick={actions.recenter}>
          {t('xr.recenter')}
        </button>
        <button type="button" title={t('panels.comfort.resetSize')} onClick={actions.resetPlacement}>
          {t('xr.resetSize')}
        </button>
      </div>
      <p>{t('panels.comfort.stored')}</p>
    </div>
  )
}

function LanguageField() {
  const t = useTranslate()
  return (
    <PickList
      label={t('common.language')}
      description={t('panels.comfort.language')}
      options={availableLanguages.map((language) => ({ value: language, label: getLanguageName(language), language }))}
      value={useLanguage()}
      onChoose={(language) => void choosePageLanguage(language)}
    />
  )
}
