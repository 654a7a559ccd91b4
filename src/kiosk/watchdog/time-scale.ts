/** `?pace=50` lets every guard wait 50 times less: for trying faults out. */
export function readTimeScale(search = window.location.search): number {
  const scale = Number(new URLSearchParams(search).get('pace'))
  return scale >= 1 && scale <= 1000 ? scale : 1
}
