import { useStore } from 'zustand'
import { formatTime } from '../../audio/format-time.ts'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import { getSongGradient } from '../shared/song-gradient.ts'
import { usePlayhead } from '../shared/use-playhead.ts'
import styles from './play-bar.module.css'
import { StripButton } from './spectrogram/strip-button.tsx'
import { Volume } from './volume.tsx'

/** Play, step and seek along the rainbow. */
export function PlayBar({ session }: { session: Session }) {
  const t = useTranslate()
  const { playing, duration, outline, preferences } = useStore(session.store)
  const [time, setTime] = usePlayhead(session)
  const { actions } = session
  const ready = outline.length > 0
  return (
    // Music goes from left to right in every language.
    <div className={styles.playBar} data-edge="bottom" dir="ltr">
      <button type="button" aria-label={t('xr.previous')} disabled={!ready} onClick={() => actions.stepChunk(-1)}>
        <Icon d="M7 6v12M19 6l-9 6 9 6z" />
      </button>
      <button
        type="button"
        id="play"
        className={styles.play}
        aria-label={t(playing ? 'common.pause' : 'common.play')}
        disabled={!ready}
        onClick={playing ? actions.pause : actions.play}
      >
        <Icon d={playing ? 'M8.5 5.5v13M15.5 5.5v13' : 'M8 5l11 7-11 7z'} />
      </button>
      <button type="button" aria-label={t('xr.next')} disabled={!ready} onClick={() => actions.stepChunk(1)}>
        <Icon d="M17 6v12M5 6l9 6-9 6z" />
      </button>
      <time>{formatTime(time)}</time>
      <input
        className={styles.seek}
        type="range"
        aria-label={t('xr.seek')}
        aria-valuetext={t('common.timeOfDuration', { time: formatTime(time), duration: formatTime(duration) })}
        min={0}
        max={duration || 1}
        step={0.01}
        value={Math.min(time, duration || 1)}
        disabled={!ready}
        style={{
          ['--rainbow' as string]: getSongGradient(preferences.palette),
          ['--played' as string]: `${(100 * time) / (duration || 1)}%`,
        }}
        onChange={(event) => {
          const to = Number(event.target.value)
          setTime(to)
          actions.seek(to)
        }}
      />
      <time>{formatTime(duration)}</time>
      <Volume session={session} />
      <StripButton session={session} />
    </div>
  )
}

function Icon({ d }: { d: string }) {
  return (
    <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
      <path d={d} />
    </svg>
  )
}
