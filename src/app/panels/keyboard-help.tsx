import { useTranslate } from '../../i18n/i18n.ts'
import styles from './keyboard-help.module.css'

/** Keys of the page while no control has the focus; controls have the keys of their roles. */
const SHORTCUTS = [
  { keys: ['space'], action: 'play' },
  { keys: ['Q', 'E'], action: 'turn' },
  { keys: ['←', '→'], action: 'step' },
  { keys: ['↑', '↓'], action: 'zoom' },
  { keys: ['W', 'A', 'S', 'D'], action: 'walk' },
  { keys: ['enter'], action: 'hear' },
  { keys: ['F'], action: 'fullScreen' },
  { keys: ['escape'], action: 'close' },
] as const

export function KeyboardHelp() {
  const t = useTranslate()
  const getKeyName = (key: (typeof SHORTCUTS)[number]['keys'][number]) =>
    key === 'space' || key === 'enter' || key === 'escape' ? t(`panels.keys.${key}`) : key
  return (
    <>
      <h3>{t('panels.keys.title')}</h3>
      <dl className={styles.keys}>
        {SHORTCUTS.map(({ keys, action }) => (
          <div key={action}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{getKeyName(key)}</kbd>
              ))}
            </dt>
            <dd>{t(`panels.keys.${action}`)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
