import { useStore } from 'zustand'
import { formatTime } from '../../audio/format-time.ts'
import { useTranslate } from '../i18n/i18n.ts'
import { isHandheld } from '../session/is-handheld.ts'
import type { Session } from '../session/session.ts'
import { getSongGradient } from '../shared/song-gradient.ts'
import { usePlayhead } from '../shared/use-playhead.ts'
import { EnterAR, EnterVR } from './enter-xr.tsx'
import { QuickLookButton } from './mobile/quick-look-button.tsx'
import { isAndroid } from './mobile/scene-viewer.ts'
import { roomButtonPart } from './page-parts.ts'
import styles from './play-bar.module.css'
import { StripButton } from './spectrogram/strip-button.tsx'
import { useLazyPart } from './use-lazy-part.ts'
import { Volume } from './volume.tsx'

type PlayBarProps = { session: Session; more: boolean; onMore: (more: boolean) => void }

/**
 * Play, step and seek along the rainbow. On a small screen it is the only row, with the ways into a headset and the visitor's room; all
 * that is marked as `data-extra` appears with the button at its end.
 */
export function PlayBar({ session, more, onMore }: PlayBarProps) {
  const t = useTranslate()
  const { playing, duration, outline, preferences } = useStore(session.store)
  const [time, setTime] = usePlayhead(session)
  const { actions } = session
  const ready = outline.length > 0
  const Room = useLazyPart(roomButtonPart, isHandheld() && isAndroid(), session)
  return (
    // Music goes from left to right in every language.
    <div className={styles.playBar} data-edge="bottom" dir="ltr">
      <button
        type="button"
        className={`${styles.round} ${styles.step}`}
        data-extra=""
        aria-label={t('xr.previous')}
        disabled={!ready}
        onClick={() => actions.stepChunk(-1)}
      >
        <Icon d="M7 6v12M19 6l-9 6 9 6z" />
      </button>
      <button
        type="button"
        id="play"
        className={`${styles.round} ${styles.play}`}
        aria-label={t(playing ? 'common.pause' : 'common.play')}
        disabled={!ready}
        onClick={playing ? actions.pause : actions.play}
      >
        <Icon d={playing ? 'M8.5 5.5v13M15.5 5.5v13' : 'M8 5l11 7-11 7z'} />
      </button>
      <button
        type="button"
        className={`${styles.round} ${styles.step}`}
        data-extra=""
        aria-label={t('xr.next')}
        disabled={!ready}
        onClick={() => actions.stepChunk(1)}
      >
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
      <time data-extra="">{formatTime(duration)}</time>
      <Volume session={session} />
      <StripButton session={session} />
      {Room && <Room session={session} />}
      {isHandheld() ? <QuickLookButton session={session} /> : <EnterVR session={session} only="supported" />}
      <EnterAR session={session} only="supported" />
      <button
        type="button"
        className={styles.more}
        aria-label={t('page.moreControls')}
        aria-expanded={more}
        onClick={() => onMore(!more)}
      >
        <Icon d="M5 12h.01M12 12h.01M19 12h.01" />
      </button>
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
