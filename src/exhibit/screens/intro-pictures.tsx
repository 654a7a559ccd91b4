import { getRainbowColor } from '../../../scenes/geometry/palette.ts'
import { toCssLinearColor } from '../../shared/song-gradient.ts'
import styles from './intro-pictures.module.css'

/** Pictures of the gestures, without text; CSS animates them. Each has a view box of 200 × 200. */

const COS_30_DEGREES = Math.cos(Math.PI / 6)

/** A box in isometric projection. */
function IsometricBox({
  x,
  y,
  size,
  colorPosition,
  className,
}: {
  x: number
  y: number
  size: number
  colorPosition: number
  className?: string | undefined
}) {
  const [w, h] = [size * COS_30_DEGREES, size / 2]
  const face = (points: readonly (readonly [number, number])[]) => points.map(([a, b]) => `${x + a},${y + b}`).join(' ')
  const color = toCssLinearColor(getRainbowColor(colorPosition))
  return (
    <g className={className} style={{ ['--box' as string]: color }}>
      <polygon
        className={styles.top}
        points={face([
          [0, -size],
          [w, -h],
          [0, 0],
          [-w, -h],
        ])}
      />
      <polygon
        className={styles.side}
        points={face([
          [-w, -h],
          [0, 0],
          [0, size],
          [-w, h],
        ])}
      />
      <polygon
        className={styles.dark}
        points={face([
          [w, -h],
          [0, 0],
          [0, size],
          [w, h],
        ])}
      />
    </g>
  )
}

/** The fingertip is at the origin. */
function Finger() {
  return (
    <path
      className={styles.fingerShape}
      d="M-6.500 3a6.500 6.500 0 0 1 13 0v17l2.500-.8a6 6 0 0 1 7 2.800l1.500.2a6 6 0 0 1 6 3l1 .2a6 6 0 0 1 5 6v13a16 16 0 0 1-16 16h-8a16 16 0 0 1-13-7l-12-18a5.500 5.500 0 0 1 8-7.400l5 4.200z"
    />
  )
}

const CLOUD_BOXES: readonly [x: number, y: number, size: number, at: number][] = [
  [62, 62, 8, 0.95],
  [126, 54, 9, 0.62],
  [92, 46, 10, 0.8],
  [146, 84, 11, 0.5],
  [48, 96, 10, 0.03],
  [104, 78, 15, 0.7],
  [72, 88, 12, 0.15],
  [128, 106, 13, 0.4],
  [94, 112, 12, 0.28],
]

/** Touch a box to hear it. */
function TouchPicture() {
  return (
    <>
      <circle className={`${styles.ring} ${styles.one}`} cx="100" cy="84" r="34" />
      <circle className={`${styles.ring} ${styles.two}`} cx="100" cy="84" r="34" />
      <circle className={`${styles.ring} ${styles.three}`} cx="100" cy="84" r="34" />
      <IsometricBox x={100} y={84} size={30} colorPosition={0.12} className={styles.sounds} />
      <g className={`${styles.finger} ${styles.press}`}>
        <Finger />
      </g>
    </>
  )
}

/** Drag to rotate the song. */
function TurnPicture() {
  return (
    <>
      <g className={styles.turning}>
        {CLOUD_BOXES.map(([x, y, size, colorPosition]) => (
          <IsometricBox key={colorPosition} x={x} y={y} size={size} colorPosition={colorPosition} />
        ))}
      </g>
      <path className={styles.track} d="M54 150c30 14 62 14 92 0M138 146l9 3.500-4 9M62 146l-9 3.500 4 9" />
      <g className={`${styles.finger} ${styles.drag}`}>
        <Finger />
      </g>
    </>
  )
}

/** Hold a box to move it. */
function TakePicture() {
  return (
    <>
      <path className={`${styles.track} ${styles.dotted}`} d="M62 106C72 66 104 52 142 66" />
      <IsometricBox x={62} y={106} size={21} colorPosition={0.5} className={styles.leftBehind} />
      <g className={styles.taken}>
        <IsometricBox x={62} y={106} size={21} colorPosition={0.5} />
        <circle className={styles.hold} cx="62" cy="106" r="36" pathLength="100" />
      </g>
      <g className={`${styles.finger} ${styles.take}`}>
        <Finger />
      </g>
    </>
  )
}

const PATH_POSITIONS = Array.from({ length: 9 }, (_, k) => k / 8)

/** Boxes rise from the path as the playhead passes. */
function TimePicture() {
  return (
    <>
      <path className={styles.path} d="M16 156C60 168 140 168 184 156" />
      {PATH_POSITIONS.map((colorPosition, k) => (
        <g
          className={styles.rises}
          key={colorPosition}
          style={{ ['--turn' as string]: k, ['--lift' as string]: `${-34 - (46 * ((k * 5) % 9)) / 8}px` }}
        >
          <IsometricBox
            x={24 + colorPosition * 152}
            y={146 + 8 * Math.sin(colorPosition * Math.PI)}
            size={9}
            colorPosition={colorPosition}
          />
        </g>
      ))}
      <circle className={styles.playhead} r="6" />
    </>
  )
}

export const INTRO_PICTURES = [
  { word: 'exhibit.intro.touch', Picture: TouchPicture },
  { word: 'exhibit.intro.turn', Picture: TurnPicture },
  { word: 'exhibit.intro.take', Picture: TakePicture },
  { word: 'exhibit.intro.time', Picture: TimePicture },
] as const
