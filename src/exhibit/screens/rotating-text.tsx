import { useEffect, useState } from 'react'
import { getTextDirection, i18n, type TranslationKey } from '../../i18n/i18n.ts'
import styles from './rotating-text.module.css'

/** Shows a text in one language after the other. */
export function RotatingText({
  translationKey,
  languages,
  intervalMs = 4000,
}: {
  translationKey: TranslationKey
  languages: readonly string[]
  /** How long each is shown. */
  intervalMs?: number
}) {
  const [step, setStep] = useState(0)
  useEffect(() => {
    if (languages.length < 2) return
    const timer = window.setInterval(() => setStep((now) => now + 1), intervalMs)
    return () => window.clearInterval(timer)
  }, [languages, intervalMs])
  return (
    <span className={styles.languages}>
      {languages.map((language, k) => (
        <span
          key={language}
          className={styles.text}
          lang={language}
          dir={getTextDirection(language)}
          data-shown={k === step % languages.length}
          aria-hidden={k !== step % languages.length}
        >
          {i18n.t(translationKey, { lng: language })}
        </span>
      ))}
    </span>
  )
}
