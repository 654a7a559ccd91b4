/** Butterworth band-pass of an octave as two sections (RBJ cookbook), forwards. */
export function filterOctave(x: Float32Array, hertz: number, rate: number): Float32Array {
  let y = Float64Array.from(x)
  for (const kind of ['high', 'low'] as const) {
    const w = (2 * Math.PI * hertz * (kind === 'high' ? Math.SQRT1_2 : Math.SQRT2)) / rate
    for (const q of [0.5412, 1.3066]) {
      const [c, alpha] = [Math.cos(w), Math.sin(w) / (2 * q)]
      const sign = kind === 'high' ? 1 : -1
      const b0 = (1 + sign * c) / 2 / (1 + alpha)
      const b1 = (-sign * (1 + sign * c)) / (1 + alpha)
      const [a1, a2] = [(-2 * c) / (1 + alpha), (1 - alpha) / (1 + alpha)]
      let [x1, x2, y1, y2] = [0, 0, 0, 0]
      y = y.map((value) => {
        const out = b0 * value + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2
        ;[x2, x1, y2, y1] = [x1, value, y1, out]
        return out
      })
    }
  }
  return Float32Array.from(y)
}

/** Reverberation time after Schroeder (ISO 3382): twice the time from -5 to -35 dB, seconds. */
export function measureDecayTime(x: Float32Array, rate: number): number {
  const levels = new Float64Array(x.length)
  let sum = 0
  for (let i = x.length - 1; i >= 0; i--) {
    sum += (x[i] as number) ** 2
    levels[i] = sum
  }
  const find = (decibels: number) => levels.findIndex((level) => level < sum * 10 ** (decibels / 10))
  return (2 * (find(-35) - find(-5))) / rate
}
