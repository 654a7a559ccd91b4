import { expect, test } from 'vitest'
import { type Block, createBlockSender, receiveBlocks } from '../../audio/block-stream.ts'

const calm = () => new Promise((resolve) => setTimeout(resolve, 20))

test('blocks are transferred in order, then the stream ends', async () => {
  const { port1, port2 } = new MessageChannel()
  const seen: number[] = []
  const taken = receiveBlocks(port2, ([channel]) => seen.push(channel![0]!))
  const sender = createBlockSender(port1)
  for (let i = 0; i < 20; i++) {
    const block: Block = [Float32Array.of(i), Float32Array.of(i)]
    await sender.send(block)
    expect(block[1]).toHaveLength(0)
  }
  sender.end()
  await taken
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i))
})

test('the sender waits for a slow receiver', async () => {
  const { port1, port2 } = new MessageChannel()
  const sender = createBlockSender(port1)
  let sent = 0
  const all = (async () => {
    for (; sent < 50; sent++) await sender.send([new Float32Array(1)])
    sender.end()
  })()
  await calm()
  expect(sent).toBeLessThan(5)
  let taken = 0
  await receiveBlocks(port2, () => taken++)
  await all
  expect([sent, taken]).toEqual([50, 50])
})

test('an error of the receiver rejects', async () => {
  const { port1, port2 } = new MessageChannel()
  void createBlockSender(port1).send([new Float32Array(1)])
  await expect(
    receiveBlocks(port2, () => {
      throw new RangeError('too much')
    }),
  ).rejects.toThrow('too much')
})
