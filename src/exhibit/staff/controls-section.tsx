import { useState } from 'react'
import { useStore } from 'zustand'
import { ConfirmButton } from './confirm-button.tsx'
import styles from './controls-section.module.css'
import { SpeakerTest } from './speaker-test.tsx'
import { endStaffSession, setClosed } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'

/** The staff's controls of the exhibit. */
export function ControlsSection({ staffContext, close }: { staffContext: StaffContext; close: () => void }) {
  const { exhibitContext, volumeOverride, i18n } = staffContext
  const { visitController, exhibit, device } = exhibitContext
  const { t, formatInteger } = i18n
  const { scene, song } = useStore(visitController.store)
  const isMuted = useStore(volumeOverride.store, ({ muted }) => muted)
  const [volume, setVolume] = useState(volumeOverride.get)
  const isClosed = scene === 'closed'
  const isStandby = isClosed || scene === 'paused'
  return (
    <section aria-labelledby="staff-piece">
      <h3 id="staff-piece">{t('piece.title')}</h3>
      <p className={styles.scene}>{isClosed ? t('piece.closed') : t(`scenes.${scene}`)}</p>
      <div className={panel.buttons}>
        <button
          type="button"
          onClick={() => {
            if (isClosed) void setClosed(device, false)
            visitController.dispatch({ type: isStandby ? 'staffResume' : 'staffPause' })
          }}
        >
          {t(isClosed ? 'piece.open' : isStandby ? 'piece.resume' : 'piece.pause')}
        </button>
        <button type="button" onClick={() => visitController.dispatch({ type: 'nextSong' })}>
          {t('piece.next')}
        </button>
        <ConfirmButton text={t('piece.restart')} confirmText={t('piece.restartSure')} onConfirm={restartExhibit} />
        {!isClosed && (
          <ConfirmButton
            text={t('piece.end')}
            confirmText={t('piece.endSure')}
            onConfirm={() => {
              void setClosed(device, true)
              volumeOverride.forget()
              visitController.dispatch({ type: 'staffClose' })
              close()
            }}
          />
        )}
      </div>
      <h4 id="staff-songs">{t('piece.song')}</h4>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll */}
      <div className={styles.songs} role="group" aria-labelledby="staff-songs">
        {exhibit.songs.map(({ key, title, artist }) => (
          <button
            key={key}
            type="button"
            aria-pressed={key === song}
            onClick={() => visitController.dispatch({ type: 'song', key })}
          >
            <strong>{title}</strong> <span>{artist}</span>
          </button>
        ))}
      </div>
      <label className={styles.volume}>
        <span>{t('piece.volume')}</span>
        <output>{formatInteger(volume * 100)} %</output>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          onChange={({ target }) => {
            setVolume(target.valueAsNumber)
            volumeOverride.set(target.valueAsNumber)
          }}
        />
      </label>
      <p className={panel.hint}>{t(isMuted ? 'piece.muted' : 'piece.volumeNote')}</p>
      <SpeakerTest staffContext={staffContext} />
    </section>
  )
}

/** Reloads the page; the server's staff session ends. */
function restartExhibit(): void {
  void endStaffSession()
  window.location.reload()
}
