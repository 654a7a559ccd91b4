import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { listNetworkAddresses, listNetworkNames } from '../../server/network.ts'

const at = (address: string, more: object = {}) =>
  ({ address, family: 'IPv4', internal: false, ...more }) as NetworkInterfaceInfo

test('network addresses are those that a headset can reach, of home networks first', () => {
  expect(
    listNetworkAddresses({
      lo: [at('127.0.0.1', { internal: true })],
      docker0: [at('172.17.0.1')],
      eth1: [at('169.254.3.4')],
      wan: [at('203.0.113.5')],
      wlan0: [at('fe80::1', { family: 'IPv6' }), at('192.168.1.20')],
    }),
  ).toEqual(['192.168.1.20', '203.0.113.5', '172.17.0.1'])
})

test('without a network there are no addresses', () => {
  expect(listNetworkAddresses({ lo: [at('127.0.0.1', { internal: true })] })).toEqual([])
})

test('network names are those that a certificate can contain', () => {
  expect(listNetworkNames('Museum-PC.example.org')).toEqual(['museum-pc', 'museum-pc.local'])
  expect(listNetworkNames('localhost')).toEqual([])
  expect(listNetworkNames('my computer')).toEqual([])
})
