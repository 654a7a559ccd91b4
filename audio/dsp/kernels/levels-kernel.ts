// Loudness (audio/dsp/loudness-meter.ts) and true peaks (audio/dsp/true-peak.ts), compiled by AssemblyScript: every sum has
// the terms of the reference in its order.

/**
 * Both filters of the K weighting for two channels, one a lane.
 * @param left floats
 * @param right floats
 * @param count samples
 * @param isFirst whether nothing has been added to `mono` yet
 * @param mono doubles: gets the shares of both added
 * @param filters twelve doubles: b0 b1 b2 a1 a2 of the shelf and of the high-pass, the shares
 * @param state eight doubles, two a line of delay; behind them three are written: the energies of both and of `mono`
 */
export function weighPair(
  left: usize,
  right: usize,
  count: i32,
  isFirst: bool,
  mono: usize,
  filters: usize,
  state: usize,
): void {
  const b0 = v128.load64_splat(filters)
  const b1 = v128.load64_splat(filters, 8)
  const b2 = v128.load64_splat(filters, 16)
  const a1 = v128.load64_splat(filters, 24)
  const a2 = v128.load64_splat(filters, 32)
  const d0 = v128.load64_splat(filters, 40)
  const d1 = v128.load64_splat(filters, 48)
  const d2 = v128.load64_splat(filters, 56)
  const c1 = v128.load64_splat(filters, 64)
  const c2 = v128.load64_splat(filters, 72)
  const shares = v128.load(filters, 80)
  let s1 = v128.load(state)
  let s2 = v128.load(state, 16)
  let t1 = v128.load(state, 32)
  let t2 = v128.load(state, 48)
  let energies = f64x2.splat(0)
  let monoEnergy: f64 = 0
  const end = left + ((<usize>count) << 2)
  for (; left < end; left += 4, right += 4, mono += 8) {
    const x = f64x2.promote_low_f32x4(v128.load32_lane(right, v128.load32_zero(left), 1))
    const y = f64x2.add(f64x2.mul(b0, x), s1)
    s1 = f64x2.add(f64x2.sub(f64x2.mul(b1, x), f64x2.mul(a1, y)), s2)
    s2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y))
    const z = f64x2.add(f64x2.mul(d0, y), t1)
    t1 = f64x2.add(f64x2.sub(f64x2.mul(d1, y), f64x2.mul(c1, z)), t2)
    t2 = f64x2.sub(f64x2.mul(d2, y), f64x2.mul(c2, z))
    energies = f64x2.add(energies, f64x2.mul(z, z))
    const shared = f64x2.mul(shares, z)
    let sum = f64x2.extract_lane(shared, 0) + f64x2.extract_lane(shared, 1)
    if (!isFirst) sum += load<f64>(mono)
    store<f64>(mono, sum)
    monoEnergy += sum * sum
  }
  v128.store(state, s1)
  v128.store(state, s2, 16)
  v128.store(state, t1, 32)
  v128.store(state, t2, 48)
  v128.store(state, energies, 64)
  store<f64>(state, monoEnergy, 80)
}

/**
 * The largest true peak of `length` positions, or `peak` if none is larger.
 * @param samples floats: the first is the first that the first position is computed from
 * @param part positions whose largest sample is looked at first
 * @param taps pairs of doubles, `lead` + 1: of the first phase and of the second
 * @param lead samples before the one that a position adds
 * @param ratio no position is larger than its largest sample by more
 */
export function findLargestPeak(
  samples: usize,
  length: i32,
  part: i32,
  taps: usize,
  lead: i32,
  ratio: f64,
  peak: f64,
): f64 {
  const leadBytes = (<usize>lead) << 2
  const tapsEnd = taps + ((<usize>lead + 1) << 4)
  const end = samples + ((<usize>length) << 2)
  // Of the two samples in the middle, the first.
  const middle = ((<usize>lead - 1) >> 1) << 2
  let largestBefore = findLargestSample(samples, samples + leadBytes)
  for (let from = samples; from < end; ) {
    const to = min(from + ((<usize>part) << 2), end)
    const largest = findLargestSample(from + leadBytes, to + leadBytes)
    if (<f64>max(largestBefore, largest) * ratio > peak) {
      for (let at = from; at < to; at += 16) {
        const before = f32x4.abs(v128.load(at + middle - 4))
        const here = f32x4.abs(v128.load(at + middle))
        const next = f32x4.abs(v128.load(at + middle, 4))
        const after = f32x4.abs(v128.load(at + middle, 8))
        const isHere = v128.and(f32x4.ge(here, before), f32x4.ge(here, next))
        const isNext = v128.and(f32x4.ge(next, here), f32x4.ge(next, after))
        let beside = i32x4.bitmask(v128.or(isHere, isNext))
        const left = ((to - at) >> 2) as i32
        if (left < 4) beside &= (1 << left) - 1
        for (; beside !== 0; beside &= beside - 1) {
          const value = computePeak(at + ((<usize>ctz(beside)) << 2), leadBytes, middle, taps, tapsEnd)
          if (value > peak && value < Infinity) peak = value
        }
      }
    }
    largestBefore = largest
    from = to
  }
  return peak
}

/** The largest magnitude around the sample behind `middle`. */
function computePeak(at: usize, leadBytes: usize, middle: usize, taps: usize, tapsEnd: usize): f64 {
  let forward = f64x2.splat(0)
  let backward = f64x2.splat(0)
  let x = at
  let y = at + leadBytes
  for (let tap = taps; tap < tapsEnd; tap += 16, x += 4, y -= 4) {
    const pair = v128.load(tap)
    forward = f64x2.add(forward, f64x2.mul(pair, f64x2.promote_low_f32x4(v128.load32_splat(x))))
    backward = f64x2.add(backward, f64x2.mul(pair, f64x2.promote_low_f32x4(v128.load32_splat(y))))
  }
  const between = f64x2.max(f64x2.abs(forward), f64x2.abs(backward))
  const sample = abs(<f64>load<f32>(at + middle, 4))
  return max(max(f64x2.extract_lane(between, 0), f64x2.extract_lane(between, 1)), sample)
}

/** The largest magnitude of [from, to), 0 at least; what is no number is passed over. */
function findLargestSample(from: usize, to: usize): f32 {
  let lanes = f32x4.splat(0)
  for (; from + 16 <= to; from += 16) lanes = f32x4.pmax(lanes, f32x4.abs(v128.load(from)))
  let largest = max(
    max(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  )
  for (; from < to; from += 4) {
    const size = abs(load<f32>(from))
    if (size > largest) largest = size
  }
  return largest
}
