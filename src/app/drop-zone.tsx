import { useEffect, useState } from 'react'
import { useTranslate } from '../i18n/i18n.ts'
import type { Session } from '../session/session.ts'
import styles from './drop-zone.module.css'
import { openLocalFile } from './local-file.ts'

/** A file dropped anywhere on the page is opened. */
export function DropZone({ session }: { session: Session }) {
  const t = useTranslate()
  const [over, setOver] = useState(false)
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setOver(event.type === 'dragover')
    }
    const leave = (event: DragEvent) => {
      // Null when the pointer leaves the page, not just an element of it.
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      event.preventDefault()
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file) void openLocalFile(session, file)
    }
    window.addEventListener('dragover', drag)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', drag)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [session])
  return over ? <div className={styles.dropZone}>{t('page.dropSong')}</div> : null
}
