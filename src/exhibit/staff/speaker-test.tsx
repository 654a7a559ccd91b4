import { useEffect, useState } from 'react'
import styles from './speaker-test.module.css'
import type { StaffContext } from './staff-context.ts'
import panel from './staff-panel.module.css'

/** Two bursts of noise, and a pause. */
const STEP_MS = 1600

/** Plays noise on one loudspeaker after the other, and names each. */
export function SpeakerTest({ staffContext: { exhibitContext, i18n } }: { staffContext: StaffContext }) {
  const { session } = exhibitContext
  const { t, formatInteger } = i18n
  const [playing, setPlaying] = useState(-1)
  const names = listSpeakers(session.audioOutput.readOutput()).map((speaker, i) =>
    typeof speaker === 'string'
      ? t(`speakers.${speaker}`)
      : t('speakers.one', { number: i + 1, channel: speaker.channel, direction: formatInteger(speaker.direction) }),
  )
  const missing = session.audioOutput.countMissingChannels()

  useEffect(() => {
    if (playing < 0) return
    session.services.voices?.testSpeaker(playing)
    const timer = window.setTimeout(() => setPlaying(playing + 1 < names.length ? playing + 1 : -1), STEP_MS)
    return () => window.clearTimeout(timer)
  }, [playing, names.length, session])

  const start = () => {
    void session.services.voices?.resume()
    setPlaying(0)
  }
  return (
    <>
      <h4 id="staff-speakers">{t('speakers.title')}</h4>
      {missing > 0 && <p>{t('speakers.missing', { channels: missing })}</p>}
      <div className={panel.buttons}>
        <button type="button" aria-pressed={playing >= 0} onClick={() => (playing < 0 ? start() : setPlaying(-1))}>
          {t(playing < 0 ? 'speakers.test' : 'speakers.stop')}
        </button>
      </div>
      <ol className={styles.speakers}>
        {names.map((name, i) => (
          <li key={name} aria-current={i === playing}>
            {name}
          </li>
        ))}
      </ol>
      <p role="status" className={panel.hint}>
        {names[playing] ?? t('speakers.note')}
      </p>
    </>
  )
}

type Output = ReturnType<StaffContext['exhibitContext']['session']['audioOutput']['readOutput']>

const listSpeakers = (output: Output) => (typeof output === 'string' ? (['left', 'right'] as const) : output)
