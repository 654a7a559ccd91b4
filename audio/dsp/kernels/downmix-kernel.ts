// Mono and energy of a block (audio/dsp/downmix.ts), compiled by AssemblyScript.

/**
 * The mean of all channels for the samples [from, to).
 * @param input floats: channel c begins at sample c * block
 * @param output written: floats, at the same sample indices
 * @param energies written: two doubles, the sums of the squares over all channels and of the mean
 */
export function mixToMono(
  input: usize,
  output: usize,
  channels: i32,
  block: i32,
  from: i32,
  to: i32,
  energies: usize,
): void {
  const divisor = f32x4.splat(<f32>channels)
  const channelBytes = (<usize>block) << 2
  const end = input + <usize>channels * channelBytes
  let e0 = f32x4.splat(0)
  let e1 = f32x4.splat(0)
  let e2 = f32x4.splat(0)
  let e3 = f32x4.splat(0)
  let m0 = f32x4.splat(0)
  let m1 = f32x4.splat(0)
  let m2 = f32x4.splat(0)
  let m3 = f32x4.splat(0)
  let i = from
  for (; i + 16 <= to; i += 16) {
    let s0 = f32x4.splat(0)
    let s1 = f32x4.splat(0)
    let s2 = f32x4.splat(0)
    let s3 = f32x4.splat(0)
    for (let at = input + ((<usize>i) << 2); at < end; at += channelBytes) {
      const x0 = v128.load(at)
      const x1 = v128.load(at, 16)
      const x2 = v128.load(at, 32)
      const x3 = v128.load(at, 48)
      s0 = f32x4.add(s0, x0)
      s1 = f32x4.add(s1, x1)
      s2 = f32x4.add(s2, x2)
      s3 = f32x4.add(s3, x3)
      e0 = f32x4.add(e0, f32x4.mul(x0, x0))
      e1 = f32x4.add(e1, f32x4.mul(x1, x1))
      e2 = f32x4.add(e2, f32x4.mul(x2, x2))
      e3 = f32x4.add(e3, f32x4.mul(x3, x3))
    }
    s0 = f32x4.div(s0, divisor)
    s1 = f32x4.div(s1, divisor)
    s2 = f32x4.div(s2, divisor)
    s3 = f32x4.div(s3, divisor)
    m0 = f32x4.add(m0, f32x4.mul(s0, s0))
    m1 = f32x4.add(m1, f32x4.mul(s1, s1))
    m2 = f32x4.add(m2, f32x4.mul(s2, s2))
    m3 = f32x4.add(m3, f32x4.mul(s3, s3))
    const mono = output + ((<usize>i) << 2)
    v128.store(mono, s0)
    v128.store(mono, s1, 16)
    v128.store(mono, s2, 32)
    v128.store(mono, s3, 48)
  }
  let remainder: f64 = 0
  let monoRemainder: f64 = 0
  for (; i < to; i++) {
    let sum: f32 = 0
    for (let at = input + ((<usize>i) << 2); at < end; at += channelBytes) {
      const x = load<f32>(at)
      sum += x
      remainder += <f64>x * <f64>x
    }
    const mean = sum / <f32>channels
    monoRemainder += <f64>mean * <f64>mean
    store<f32>(output + ((<usize>i) << 2), mean)
  }
  store<f64>(energies, sumLanes(f32x4.add(f32x4.add(e0, e1), f32x4.add(e2, e3))) + remainder)
  store<f64>(energies, sumLanes(f32x4.add(f32x4.add(m0, m1), f32x4.add(m2, m3))) + monoRemainder, 8)
}

function sumLanes(v: v128): f64 {
  return (
    <f64>f32x4.extract_lane(v, 0) +
    <f64>f32x4.extract_lane(v, 1) +
    (<f64>f32x4.extract_lane(v, 2) + <f64>f32x4.extract_lane(v, 3))
  )
}
