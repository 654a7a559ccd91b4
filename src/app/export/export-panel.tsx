import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { Session } from '../../session/session.ts'
import { saving } from './export-job.ts'
import { offers, type VideoSupport } from './export-options.ts'

/** Everything that can be taken home from the song in the room. */
export function SaveDrawer({ session }: { session: Session }): ReactNode {
  const ready = useStore(session.store, ({ song, phase }) => song !== null && phase === 'ready')
  const { running, said } = useStore(saving)
  const support = useVideoSupport(session)
  return (
    <div className="save">
      <h2>Take it home</h2>
      <ul>
        {offers(session, support).map(({ label, what, cannot, take }) => (
          <li key={label}>
            <button
              type="button"
              disabled={!ready || running !== null || cannot !== null}
              onClick={() => {
                const opened = session.opened()
                if (opened) void take(opened)
              }}
            >
              {label}
            </button>
            <p>{cannot ?? what}</p>
          </li>
        ))}
      </ul>
      <p className="said" role="status">
        {said !== '' ? said : ready ? 'Nothing leaves this computer.' : 'As soon as a song is open.'}
      </p>
    </div>
  )
}

/** Which videos this browser can write, once it has been asked. */
function useVideoSupport({ live }: Session): VideoSupport {
  const [support, setSupport] = useState<VideoSupport>({ silent: true, sounding: true })
  useEffect(() => {
    let here = true
    const ask = async () => {
      const { chooseFormat } = await import('./video-format.ts')
      const sampleRate = live.voices?.sampleRate ?? 44100
      const [silent, sounding] = await Promise.all([
        chooseFormat(1920, 1080, null),
        chooseFormat(1280, 720, sampleRate),
      ])
      if (here) setSupport({ silent: silent !== null, sounding: sounding !== null })
    }
    ask().catch(() => here && setSupport({ silent: false, sounding: false }))
    return () => {
      here = false
    }
  }, [live])
  return support
}
