import { useStore } from 'zustand'
import { palettes } from '../../../scenes/geometry/palette.ts'
import { locomotionModes } from '../../../scenes/state/scene-context.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import { isHeadsetBrowser } from '../../kiosk/is-headset-browser.ts'
import { isHandheld } from '../../session/is-handheld.ts'
import type { Session } from '../../session/session.ts'
import { getSongGradient } from '../../shared/song-gradient.ts'
import { useXRSupport } from '../../shared/use-xr-support.ts'
import hidden from '../../shared/visually-hidden.module.css'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './control-bar.module.css'
import { Icon } from './icon.tsx'
import iconButton from './icon-button.module.css'
import { IconButton } from './icon-button.tsx'
import { LoudnessBar } from './loudness-bar.tsx'

export type SheetName = 'songs' | 'language' | null

/** All controls of a visitor besides touching the song. */
export function ControlBar({
  exhibitContext,
  openSheet,
  openSongs,
}: {
  exhibitContext: ExhibitContext
  openSheet: SheetName
  openSongs: () => void
}) {
  const { session, exhibit, volumeLimit } = exhibitContext
  const { actions } = session
  const t = useTranslate()
  const { playing, view, mode, outline, preferences } = useStore(session.store)
  const maxVolume = useStore(volumeLimit)
  const isReady = outline.length > 0
  const { palette } = preferences
  const nextPalette = palettes[(palettes.indexOf(palette) + 1) % palettes.length] ?? 'rainbow'
  return (
    <section className={styles.bar} data-edge="bottom" aria-label={t('exhibit.controls')}>
      <LoudnessBar session={session} />
      <div className={styles.buttons}>
        <IconButton
          icon={playing ? 'pause' : 'play'}
          text={t(playing ? 'common.pause' : 'common.play')}
          variant="strong"
          disabled={!isReady}
          onPress={playing ? actions.pause : actions.play}
        />
        {exhibit.songs.length > 1 && (
          <IconButton icon="songs" text={t('common.songs')} expanded={openSheet === 'songs'} onPress={openSongs} />
        )}
        <IconButton icon="unfold" text={t('exhibit.unfold')} disabled={!isReady} onPress={actions.replayEmbedding} />
        <fieldset className={styles.group}>
          <legend className={hidden.visuallyHidden}>{t('common.view')}</legend>
          <IconButton
            icon="outside"
            text={t('common.outside')}
            pressed={view === 'orbit'}
            onPress={() => actions.setView('orbit')}
          />
          <IconButton
            icon="inside"
            text={t('common.inside')}
            pressed={view === 'inside'}
            onPress={() => (exhibit.mode === 'roam' ? actions.setView('inside') : actions.setMode(exhibit.mode))}
          />
        </fieldset>
        {view === 'inside' && (
          <fieldset className={`${styles.group} ${styles.modes}`}>
            <legend className={hidden.visuallyHidden}>{t('exhibit.mode')}</legend>
            {locomotionModes.map((option) => (
              <IconButton
                key={option}
                icon={option}
                text={t(`modes.${option}`)}
                pressed={mode === option}
                onPress={() => actions.setMode(option)}
              />
            ))}
          </fieldset>
        )}
        <IconButton
          icon={<span className={styles.swatch} style={{ background: getSongGradient(palette) }} />}
          text={t('preferences.labels.palette')}
          ariaLabel={`${t('preferences.labels.palette')}: ${t(`preferences.options.${palette}`)}`}
          onPress={() => actions.setPreferences({ palette: nextPalette })}
        />
        <VolumeSlider session={session} maxVolume={maxVolume} />
        <EnterXRButton
          session={session}
          sessionMode="immersive-vr"
          text={t('common.enterVR')}
          enterSession={session.enterVR}
        />
        {/* On a phone there would be no way back. */}
        {(!isHandheld() || isHeadsetBrowser) && (
          <EnterXRButton
            session={session}
            sessionMode="immersive-ar"
            text={t('common.enterAR')}
            enterSession={session.enterAR}
          />
        )}
      </div>
    </section>
  )
}

/** From silent to the exhibit's volume limit. */
function VolumeSlider({ session: { store, actions }, maxVolume }: { session: Session; maxVolume: number }) {
  const t = useTranslate()
  const volume = useStore(store, (state) => state.preferences.volume)
  const fraction = maxVolume > 0 ? volume / maxVolume : 0
  return (
    <label className={`${iconButton.button} ${styles.volume}`}>
      <span className={styles.slider}>
        <Icon name="volume" mirrored />
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={fraction}
          style={{ ['--share' as string]: `${fraction * 100}%` }}
          onChange={({ target }) => actions.setPreferences({ volume: Number(target.value) * maxVolume })}
        />
      </span>
      <span>{t('preferences.labels.volume')}</span>
    </label>
  )
}

type EnterXRButtonProps = {
  session: Session
  sessionMode: 'immersive-vr' | 'immersive-ar'
  text: string
  enterSession: () => Promise<void>
}

/** Renders nothing if the device does not support the session mode. */
function EnterXRButton({ session, sessionMode, text, enterSession }: EnterXRButtonProps) {
  const isSupported = useXRSupport(sessionMode)
  if (!isSupported) return null
  // A failure is in the log for technicians; visitors see no message.
  return (
    <IconButton icon="headset" text={text} onPress={() => void enterSession().then(() => session.setError(null))} />
  )
}
