import styles from './icon.module.css'

const ICON_PATHS = {
  play: 'M8 5l11 7-11 7z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  songs: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  unfold: 'M3 19c4 0 5-3 8-6M11 13l1-9M11 13l9-5M11 13l9 4M12 4h.01M20 8h.01M20 17h.01',
  outside: 'M12 7l4.5 2.6v5L12 17.2l-4.5-2.6v-5zM3 12a9 9 0 0 1 18 0M3 12h.01M21 12h.01',
  inside: 'M3 5l5 4v6l-5 4zM21 5l-5 4v6l5 4zM8 9h8M8 15h8',
  ride: 'M3 17c5 0 5-9 10-9h6M15 4l4 4-4 4',
  walk: 'M13 4h.01M13 8l-3 4 3 3-1 5M10 12l-3 1M13 15l3 5M13 8l4 3',
  roam: 'M12 3l3 3h-6zM12 21l3-3h-6zM3 12l3-3v6zM21 12l-3-3v6z',
  volume: 'M4 9.5v5h3.5L12 19V5L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11',
  language: 'M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M3 12h18M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  headset: 'M3 8h18v9h-6l-1.500-2.500h-3L9 17H3zM7.500 12h.01M16.500 12h.01',
  done: 'M5 12.500l4.500 4.500L19 7.500',
  close: 'M6 6l12 12M18 6L6 18',
  forward: 'M12 19V5M6 11l6-6 6 6',
  back: 'M12 5v14M6 13l6 6 6-6',
  left: 'M19 12H5M11 6l-6 6 6 6',
  right: 'M5 12h14M13 6l6 6-6 6',
  onward: 'M9 5l7 7-7 7',
} as const

export type IconName = keyof typeof ICON_PATHS

/** @param mirrored flips it in right-to-left languages */
export function Icon({ name, mirrored = false }: { name: IconName; mirrored?: boolean }) {
  return (
    <svg
      className={mirrored ? `${styles.icon} ${styles.mirrored}` : styles.icon}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <path d={ICON_PATHS[name]} />
    </svg>
  )
}
