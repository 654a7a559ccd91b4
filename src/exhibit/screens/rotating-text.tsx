import { useEffect, useState } from 'react'
import { getTextDirection, i18n, type TranslationKey } from '../../i18n/i18n.ts'

const ROTATION_INTERVAL_MS = 4000

/** A word in one language after the other. */
export function RotatingText({
  translationKey: word,
  languages,
}: {
  translationKey: TranslationKey
  languages: readonly string[]
}) {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (languages.length < 2) return
    const timer = window.setInterval(() => setTurn((now) => now + 1), ROTATION_INTERVAL_MS)
    return () => window.clearInterval(timer)
  }, [languages])
  return (
    <span className="in-turn">
      {languages.map((language, k) => (
        <span
          key={language}
          lang={language}
          dir={getTextDirection(language)}
          data-shown={k === turn % languages.length}
          aria-hidden={k !== turn % languages.length}
        >
          {i18n.t(word, { lng: language })}
        </span>
      ))}
    </span>
  )
}
