import { useEffect, useState } from 'react'
import styles from './controls-section.module.css'

/** Time for the second press. */
const CONFIRM_TIMEOUT_MS = 4000

/** A button that has to be pressed twice. */
export function ConfirmButton({
  text,
  confirmText,
  onConfirm,
}: {
  text: string
  confirmText: string
  onConfirm: () => void
}) {
  const [isConfirming, setConfirming] = useState(false)
  useEffect(() => {
    if (!isConfirming) return
    const timer = window.setTimeout(() => setConfirming(false), CONFIRM_TIMEOUT_MS)
    return () => window.clearTimeout(timer)
  }, [isConfirming])
  return (
    <button
      type="button"
      className={isConfirming ? styles.confirm : undefined}
      onClick={() => (isConfirming ? onConfirm() : setConfirming(true))}
    >
      {isConfirming ? confirmText : text}
    </button>
  )
}
