import { useEffect, useRef, useState } from 'react'
import { formatTime } from '../../../audio/format-time.ts'
import { checkPin, type PinCheckResult } from './check-pin.ts'
import { CloseIcon } from './close-icon.tsx'
import styles from './keypad.module.css'
import { submitPin } from './staff-api.ts'
import type { StaffContext } from './staff-context.ts'
import dialog from './staff-dialog.module.css'

const MIN_PIN_LENGTH = 4
const MAX_PIN_LENGTH = 12
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const

type KeypadProps = { staffContext: StaffContext; onEnter: (online: boolean) => void; close: () => void }

/** Takes the PIN by touch or keyboard. */
export function Keypad({ staffContext, onEnter, close }: KeypadProps) {
  const { t } = staffContext.i18n
  const [pin, setPin] = useState('')
  const [isChecking, setChecking] = useState(false)
  const [lastResult, setLastResult] = useState<Exclude<PinCheckResult['kind'], 'in'> | null>(null)
  const [attemptsLeft, setAttemptsLeft] = useState(0)
  const [knownAs, setKnownAs] = useState('')
  const { device } = staffContext.exhibitContext
  const lockedFor = useLockout(staffContext)
  const firstButton = useRef<HTMLButtonElement>(null)
  useEffect(() => firstButton.current?.focus(), [])

  const isDisabled = isChecking || lockedFor > 0
  const addDigit = (digit: string) => {
    if (isDisabled || pin.length >= MAX_PIN_LENGTH) return
    setPin(pin + digit)
    setLastResult(null)
  }
  const removeDigit = () => {
    if (!isDisabled) setPin(pin.slice(0, -1))
  }
  const submit = async () => {
    if (isDisabled || pin.length < MIN_PIN_LENGTH) return
    setChecking(true)
    const result = await checkPin(pin, { ...staffContext, submitPin: (digits) => submitPin(digits, device) })
    setChecking(false)
    setPin('')
    if (result.kind === 'in') return onEnter(result.online)
    setLastResult(result.kind)
    if (result.kind === 'letIn') setKnownAs(result.device)
    if (result.kind === 'wrong') setAttemptsLeft(result.attemptsLeft)
  }

  const message = () => {
    if (isChecking) return t('keypad.wait')
    if (lockedFor > 0) return t('keypad.locked', { time: formatTime(lockedFor) })
    if (lastResult === 'wrong') return t('keypad.wrong', { count: attemptsLeft })
    if (lastResult === 'letIn') return t('keypad.letIn', { device: knownAs })
    return lastResult === 'untold' || lastResult === 'unset' ? t(`keypad.${lastResult}`) : ''
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys work wherever the focus is; each key has a button too
    <div
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) addDigit(event.key)
        else if (event.key === 'Backspace') removeDigit()
        else if (event.key === 'Enter' && !(event.target as Element).closest('[data-handles-enter]')) {
          event.preventDefault()
          void submit()
        }
      }}
    >
      <header>
        <h2 id="staff-title">{t('keypad.title')}</h2>
        <button type="button" className={dialog.close} data-handles-enter aria-label={t('close')} onClick={close}>
          <CloseIcon />
        </button>
      </header>
      <p className={styles.dots} role="img" aria-label={t('keypad.entered', { count: pin.length })}>
        {Array.from({ length: Math.max(MIN_PIN_LENGTH, pin.length) }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots are all alike
          <span key={i} className={styles.dot} data-entered={i < pin.length} />
        ))}
      </p>
      <p className={styles.message} role="status">
        {message()}
      </p>
      <div className={styles.keys}>
        {DIGITS.map((digit, i) => (
          <button
            key={digit}
            ref={i === 0 ? firstButton : null}
            type="button"
            className={digit === '0' ? styles.zero : undefined}
            aria-disabled={isDisabled}
            onClick={() => addDigit(digit)}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          className={styles.erase}
          data-handles-enter
          aria-label={t('keypad.delete')}
          aria-disabled={isDisabled}
          onClick={removeDigit}
        >
          <BackspaceIcon />
        </button>
        <button
          type="button"
          className={styles.enter}
          aria-disabled={isDisabled || pin.length < MIN_PIN_LENGTH}
          onClick={() => void submit()}
        >
          {t('keypad.enter')}
        </button>
      </div>
    </div>
  )
}

/** Seconds until a PIN can be tried again; updates while it is shown. */
function useLockout({ pinLockout }: StaffContext): number {
  const [lockedFor, setLockedFor] = useState(pinLockout.secondsLeft)
  useEffect(() => {
    const timer = window.setInterval(() => setLockedFor(pinLockout.secondsLeft()), 250)
    return () => window.clearInterval(timer)
  }, [pinLockout])
  return lockedFor
}

const BackspaceIcon = () => (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M9 6h11v12H9l-6-6zM12 9.500l5 5M17 9.500l-5 5" />
  </svg>
)
