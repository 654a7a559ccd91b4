import { useStore } from 'zustand'
import { formatTime } from '../../../audio/format-time.ts'
import type { Song } from '../../../audio/song/song.ts'
import { formatNumber, formatPercent } from '../../../scenes/state/format-number.ts'
import { useLanguage, useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { describeAnalysis } from './describe-analysis.ts'
import styles from './info-panel.module.css'
import { KeyboardHelp } from './keyboard-help.tsx'
import panel from './panel.module.css'
import { Switch } from './switch.tsx'
import { countNeighbors } from './trust-legend.tsx'

/** The song's facts, how it was analyzed, and how far its form can be trusted. */
export function InfoPanel({ session }: { session: Session }) {
  const t = useTranslate()
  const language = useLanguage()
  const { song, phase, trustShown } = useStore(session.store)
  if (!song) {
    const analyzing = phase === 'analyzing' || phase === 'decoding'
    return (
      <div className={panel.panel}>
        <h2>{t('page.drawers.about')}</h2>
        <p>{t(analyzing ? 'panels.about.analyzing' : 'panels.about.noSong')}</p>
        <KeyboardHelp />
      </div>
    )
  }
  const { chunks, quality } = song
  return (
    <div className={`${panel.panel} ${styles.info}`}>
      <h2>{song.title}</h2>
      {song.artist && <p className={styles.artist}>{song.artist}</p>}
      <Facts song={song} />
      <h3>{t('panels.about.form')}</h3>
      <p>{describeAnalysis(song.settings, chunks.length, t)}</p>
      {quality ? (
        <dl className={styles.quality}>
          <div>
            <dt>{t('panels.about.trustworthiness')}</dt>
            <dd>{formatPercent(quality.trustworthiness, language, 1)}</dd>
            <dd className={styles.words}>
              {t(`panels.about.neighbors.${rateTrustworthiness(quality.trustworthiness)}`)}
            </dd>
          </div>
          <div>
            <dt>{t('panels.about.divergence')}</dt>
            <dd>{formatNumber(quality.divergence, language, 3)}</dd>
            <dd className={styles.words}>{t('panels.about.divergenceNote')}</dd>
          </div>
        </dl>
      ) : (
        <p>{t('panels.about.unmeasured')}</p>
      )}
      {song.source.decoder === 'external' && <p>{t('panels.about.externalDecoder')}</p>}
      {quality?.landmarks !== undefined && <p>{t('panels.about.landmarks', { landmarks: quality.landmarks })}</p>}
      <h3>{t('xr.trust')}</h3>
      <Switch
        label={t('panels.about.showTrust')}
        description={t('panels.about.trustNote', {
          share: formatPercent(computeMeanTrust(song), language),
          neighbors: countNeighbors(chunks.length),
        })}
        on={trustShown}
        onChange={(on) => session.store.setState({ trustShown: on })}
      />
      <KeyboardHelp />
    </div>
  )
}

function Facts({ song }: { song: Song }) {
  const t = useTranslate()
  const language = useLanguage()
  const { source, license, chunks } = song
  const channels =
    source.channels === 1
      ? t('panels.about.mono')
      : source.channels === 2
        ? t('panels.about.stereo')
        : t('panels.about.channels', { channels: source.channels })
  const sampleRate = `${formatNumber(source.sampleRate / 1000, language)} kHz`
  const facts: [string, string | undefined][] = [
    [t('panels.about.license'), license],
    [t('panels.about.file'), source.name],
    [t('panels.about.sound'), [formatTime(source.duration), sampleRate, channels].join(t('captions.separator'))],
    [t('panels.about.chunks'), formatNumber(chunks.length, language)],
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ),
      )}
    </dl>
  )
}

const computeMeanTrust = ({ chunks }: Song) => chunks.reduce((sum, chunk) => sum + chunk.trust, 0) / chunks.length

/** In words, by thresholds that suit songs of a few hundred chunks. */
function rateTrustworthiness(trustworthiness: number) {
  if (trustworthiness >= 0.97) return 'nearlyAlways'
  if (trustworthiness >= 0.92) return 'mostly'
  return trustworthiness >= 0.85 ? 'often' : 'notReliably'
}
