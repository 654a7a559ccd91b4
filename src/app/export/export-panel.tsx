import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { importPart } from '../../../scenes/state/lazy-part.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import type { Session } from '../../session/session.ts'
import { exportStore } from './export-job.ts'
import { createExportOptions, type VideoSupport } from './export-options.ts'
import styles from './export-panel.module.css'

/** Buttons for everything that can be exported from the open song. */
export function ExportPanel({ session }: { session: Session }): ReactNode {
  const t = useTranslate()
  const ready = useStore(session.store, ({ song, phase }) => song !== null && phase === 'ready')
  const { running, message } = useStore(exportStore)
  const support = useVideoSupport(session)
  return (
    <div className={styles.exportPanel}>
      <h2>{t('panels.export.title')}</h2>
      <ul>
        {createExportOptions(session, support).map(({ id, supported, run }) => (
          <li key={id}>
            <button
              type="button"
              disabled={!ready || running !== null || !supported}
              onClick={() => {
                const song = session.currentSong()
                if (song) void run(song)
              }}
            >
              {t(`panels.export.options.${id}`)}
            </button>
            <p>{t(supported ? `panels.export.notes.${id}` : 'errors.videoUnsupported')}</p>
          </li>
        ))}
      </ul>
      <p className={styles.message} role="status">
        {message || t(ready ? 'panels.export.private' : 'panels.export.waiting')}
      </p>
    </div>
  )
}

/** Which videos this browser can encode; all, until its answer has come. */
function useVideoSupport({ services }: Session): VideoSupport {
  const [support, setSupport] = useState<VideoSupport>({ silent: true, withAudio: true })
  useEffect(() => {
    let here = true
    const ask = async () => {
      const { selectVideoFormat } = await importPart(() => import('./video-format.ts'))
      const sampleRate = services.voices?.sampleRate ?? 44100
      const [silent, sounding] = await Promise.all([
        selectVideoFormat(1920, 1080, null),
        selectVideoFormat(1280, 720, sampleRate),
      ])
      if (here) setSupport({ silent: silent !== null, withAudio: sounding !== null })
    }
    ask().catch(() => here && setSupport({ silent: false, withAudio: false }))
    return () => {
      here = false
    }
  }, [services])
  return support
}
