import { useEffect, useState } from 'react'
import { directionOf, words } from '../../i18n/i18n.ts'

const TURN_MS = 4000

/** A word in one language after the other. */
export function InTurn({ word, languages }: { word: string; languages: readonly string[] }) {
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (languages.length < 2) return
    const timer = window.setInterval(() => setTurn((now) => now + 1), TURN_MS)
    return () => window.clearInterval(timer)
  }, [languages])
  return (
    <span className="in-turn">
      {languages.map((language, k) => (
        <span
          key={language}
          lang={language}
          dir={directionOf(language)}
          data-shown={k === turn % languages.length}
          aria-hidden={k !== turn % languages.length}
        >
          {words.t(word, { lng: language })}
        </span>
      ))}
    </span>
  )
}
