import { toCssLinearColor } from '../../shared/song-gradient.ts'
import styles from './swatch.module.css'

/** A chunk's color, out of the 3 × N linear colors of the scene. */
export const Swatch = ({ colors, chunk }: { colors: Float32Array; chunk: number }) => (
  <i className={styles.swatch} style={{ background: toCssLinearColor(colors.subarray(chunk * 3, chunk * 3 + 3)) }} />
)
