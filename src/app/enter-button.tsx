import styles from './enter-button.module.css'

type EnterButtonProps = { label: string; hint: string; disabled: boolean; onPress: () => void }

/** A way from the page into the song: a headset, AR, or the viewer of a phone. */
export const EnterButton = ({ label, hint, disabled, onPress }: EnterButtonProps) => (
  <button type="button" className={styles.enter} disabled={disabled} title={hint} onClick={onPress}>
    {label}
  </button>
)
