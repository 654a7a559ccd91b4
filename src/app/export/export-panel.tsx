import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Session } from '../../session/session.ts'
import { exportStore } from './export-job.ts'
import { createExportOptions, type VideoSupport } from './export-options.ts'

/** Everything that can be taken home from the song in the room. */
export function ExportPanel({ session }: { session: Session }): ReactNode {
  const ready = useStore(session.store, ({ song, phase }) => song !== null && phase === 'ready')
  const { running, said } = useStore(exportStore)
  const support = useVideoSupport(session)
  return (
    <div className="save">
      <h2>Take it home</h2>
      <ul>
        {createExportOptions(session, support).map(
          ({ label, description: what, unsupportedReason: cannot, run: take }) => (
            <li key={label}>
              <button
                type="button"
                disabled={!ready || running !== null || cannot !== null}
                onClick={() => {
                  const opened = session.currentSong()
                  if (opened) void take(opened)
                }}
              >
                {label}
              </button>
              <p>{cannot ?? what}</p>
            </li>
          ),
        )}
      </ul>
      <p className="said" role="status">
        {said !== '' ? said : ready ? 'Nothing leaves this computer.' : 'As soon as a song is open.'}
      </p>
    </div>
  )
}

/** Which videos this browser can write, once it has been asked. */
function useVideoSupport({ services }: Session): VideoSupport {
  const [support, setSupport] = useState<VideoSupport>({ silent: true, withAudio: true })
  useEffect(() => {
    let here = true
    const ask = async () => {
      const { selectVideoFormat: chooseFormat } = await import('./video-format.ts')
      const sampleRate = services.voices?.sampleRate ?? 44100
      const [silent, sounding] = await Promise.all([
        chooseFormat(1920, 1080, null),
        chooseFormat(1280, 720, sampleRate),
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
