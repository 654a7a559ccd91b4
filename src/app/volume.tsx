import { useRef } from 'react'
import { useStore } from 'zustand'
import { RANGES, toggleMute } from '../../scenes/state/preference-options.ts'
import { useLanguage, useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './volume.module.css'

const { min, max, step, format } = RANGES.volume

/** Volume slider and mute button. */
export function Volume({ session }: { session: Session }) {
  const volume = useStore(session.store, ({ preferences }) => preferences.volume)
  const t = useTranslate()
  const language = useLanguage()
  const { setPreferences } = session.actions
  const before = useRef(volume)
  if (volume > 0) before.current = volume
  return (
    <span className={styles.volume} data-extra="">
      <button
        type="button"
        aria-label={t('xr.mute')}
        aria-pressed={volume === 0}
        title={t(volume === 0 ? 'page.sound.on' : 'page.sound.off')}
        onClick={() => setPreferences({ volume: toggleMute(volume, before.current) })}
      >
        <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
          <path d="M4 9.5v5h3.5L12 19V5L7.5 9.5z" />
          <path
            className={styles.waves}
            d={volume === 0 ? 'M16 9.5l5 5M21 9.5l-5 5' : 'M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11'}
          />
        </svg>
      </button>
      <input
        type="range"
        aria-label={t('preferences.labels.volume')}
        aria-valuetext={format(volume, language)}
        min={min}
        max={max}
        step={step}
        value={volume}
        onChange={({ target }) => setPreferences({ volume: Number(target.value) })}
      />
    </span>
  )
}
