// Mono and energy of a block (audio/mono.ts), compiled by AssemblyScript.

/**
 * The mean of all channels, from sample `from` to below `to`.
 * @param input floats: channel c begins at sample c * block
 * @param output written: floats, at the samples' own places
 * @returns the sum of the squares over all channels
 */
export function mixToMono(input: usize, output: usize, channels: i32, block: i32, from: i32, to: i32): f64 {
  const gain = 1.0 / <f64>channels
  const gains = f64x2.splat(gain)
  const apart = (<usize>block) << 2
  const past = input + <usize>channels * apart
  let low = f64x2.splat(0)
  let high = f64x2.splat(0)
  let rest: f64 = 0
  let i = from
  for (; i + 4 <= to; i += 4) {
    let sumLow = f64x2.splat(0)
    let sumHigh = f64x2.splat(0)
    for (let at = input + ((<usize>i) << 2); at < past; at += apart) {
      const x = v128.load(at)
      const xLow = f64x2.promote_low_f32x4(x)
      const xHigh = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 0))
      sumLow = f64x2.add(sumLow, xLow)
      sumHigh = f64x2.add(sumHigh, xHigh)
      low = f64x2.add(low, f64x2.mul(xLow, xLow))
      high = f64x2.add(high, f64x2.mul(xHigh, xHigh))
    }
    v128.store(
      output + ((<usize>i) << 2),
      v128.shuffle<i64>(
        f32x4.demote_f64x2_zero(f64x2.mul(sumLow, gains)),
        f32x4.demote_f64x2_zero(f64x2.mul(sumHigh, gains)),
        0,
        2,
      ),
    )
  }
  for (; i < to; i++) {
    let sum: f64 = 0
    for (let at = input + ((<usize>i) << 2); at < past; at += apart) {
      const x = <f64>load<f32>(at)
      sum += x
      rest += x * x
    }
    store<f32>(output + ((<usize>i) << 2), <f32>(sum * gain))
  }
  return (
    f64x2.extract_lane(low, 0) +
    f64x2.extract_lane(low, 1) +
    (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1)) +
    rest
  )
}
