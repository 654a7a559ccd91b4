import { useStore } from 'zustand'
import type { Palette } from '../../../scenes/state/preferences.ts'
import type { LocomotionMode } from '../../../scenes/state/ui-store.ts'
import { useWords } from '../../i18n/i18n.ts'
import { wearable } from '../../kiosk/lock-down.ts'
import type { Session } from '../../session/session.ts'
import { isHandheld } from '../../shared/handheld.ts'
import { getSongGradient } from '../../shared/song-gradient.ts'
import { useXRSupport } from '../../shared/use-xr-support.ts'
import type { Piece } from '../exhibit-context.ts'
import type { Opened } from './explore-screen.tsx'
import { Icon } from './icon.tsx'
import { Key } from './icon-button.tsx'
import { SongLine } from './loudness-bar.tsx'

const MODES: readonly LocomotionMode[] = ['ride', 'walk', 'roam']
const PALETTES: readonly Palette[] = ['rainbow', 'safe', 'grey']

/** Everything a visitor can do besides touching the song itself. */
export function ControlBar({ piece, opened, openSongs }: { piece: Piece; opened: Opened; openSongs: () => void }) {
  const { session, exhibit } = piece
  const { actions } = session
  const t = useWords()
  const { playing, view, mode, outline, preferences } = useStore(session.store)
  const ready = outline.length > 0
  const { palette } = preferences
  const next = PALETTES[(PALETTES.indexOf(palette) + 1) % PALETTES.length] ?? 'rainbow'
  return (
    <section className="bar" aria-label={t('controls')}>
      <SongLine session={session} />
      <div className="keys">
        <Key
          icon={playing ? 'pause' : 'play'}
          word={t(playing ? 'pause' : 'play')}
          look="strong"
          disabled={!ready}
          onPress={playing ? actions.pause : actions.play}
        />
        {exhibit.songs.length > 1 && (
          <Key icon="songs" word={t('songs')} expanded={opened === 'songs'} onPress={openSongs} />
        )}
        <Key icon="unfold" word={t('unfold')} disabled={!ready} onPress={actions.replayEmbedding} />
        <fieldset className="group">
          <legend className="visually-hidden">{t('view')}</legend>
          <Key icon="outside" word={t('outside')} pressed={view === 'orbit'} onPress={() => actions.setView('orbit')} />
          <Key
            icon="inside"
            word={t('inside')}
            pressed={view === 'inside'}
            onPress={() => (exhibit.mode === 'roam' ? actions.setView('inside') : actions.setMode(exhibit.mode))}
          />
        </fieldset>
        {view === 'inside' && (
          <fieldset className="group arriving">
            <legend className="visually-hidden">{t('mode')}</legend>
            {MODES.map((each) => (
              <Key
                key={each}
                icon={each as 'ride' | 'walk' | 'roam'}
                word={t(each)}
                pressed={mode === each}
                onPress={() => actions.setMode(each)}
              />
            ))}
          </fieldset>
        )}
        <Key
          icon={<span className="swatch" style={{ background: getSongGradient(palette) }} />}
          word={t('colors')}
          label={`${t('colors')}: ${t(`palette.${palette}`)}`}
          onPress={() => actions.setPreferences({ palette: next })}
        />
        <Volume session={session} most={exhibit.volume.cap ?? 1} />
        <Headset session={session} mode="immersive-vr" word={t('vr')} enter={session.enterVR} />
        {/* On a phone there would be no way back. */}
        {(!isHandheld || wearable) && (
          <Headset session={session} mode="immersive-ar" word={t('ar')} enter={session.enterAR} />
        )}
      </div>
    </section>
  )
}

/** Up to what the house allows. */
function Volume({ session: { store, actions }, most }: { session: Session; most: number }) {
  const t = useWords()
  const volume = useStore(store, (state) => state.preferences.volume)
  const share = most > 0 ? volume / most : 0
  return (
    <label className="key volume">
      <span className="slide">
        <Icon name="volume" mirrored />
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={share}
          style={{ ['--share' as string]: `${share * 100}%` }}
          onChange={({ target }) => actions.setPreferences({ volume: Number(target.value) * most })}
        />
      </span>
      <span>{t('volume')}</span>
    </label>
  )
}

type HeadsetProps = {
  session: Session
  mode: 'immersive-vr' | 'immersive-ar'
  word: string
  enter: () => Promise<void>
}

/** Shown where there is one. */
function Headset({ session, mode, word, enter }: HeadsetProps) {
  const supported = useXRSupport(mode)
  if (!supported) return null
  // What stands in its way is for technicians, and they find it without a visitor reading it.
  return <Key icon="headset" word={word} onPress={() => void enter().then(() => session.setError(null))} />
}
