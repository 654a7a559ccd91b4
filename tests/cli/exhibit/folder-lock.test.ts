import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { lockFolders } from '../../../cli/exhibit/folder-lock.ts'
import { temporary } from './temporary-folders.ts'

const root = temporary()
const LOCKED = /^Another songwalk is building in “.*”; wait until it has ended\.$/

/** Another process that locks a folder until it is killed. */
async function lockInOtherProcess(folder: string): Promise<ChildProcess> {
  const module = JSON.stringify(join(import.meta.dirname, '../../../cli/exhibit/folder-lock.ts'))
  const script = `const { lockFolders } = await import(${module}); await lockFolders([${JSON.stringify(folder)}]); console.log('locked'); setInterval(() => {}, 1000)`
  const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(createInterface(child.stdout), 'line')
  return child
}

test('a folder is locked once, also within one process, and its lock file is removed', async () => {
  const folder = join(root, 'once')
  const unlock = await lockFolders([folder, folder])
  await expect(lockFolders([folder])).rejects.toThrow(LOCKED)
  await unlock()
  expect(existsSync(`${folder}.songwalk-lock`)).toBe(false)
  await (await lockFolders([folder]))()
})

test('if one of two folders is locked, the other one is unlocked again', async () => {
  const [free, locked] = [join(root, 'free'), join(root, 'locked')]
  const unlock = await lockFolders([locked])
  await expect(lockFolders([free, locked])).rejects.toThrow(LOCKED)
  await (await lockFolders([free]))()
  await unlock()
})

test('a lock ends with its process, and a lock file without a process locks nothing', async () => {
  const folder = join(root, 'killed')
  const child = await lockInOtherProcess(folder)
  await expect(lockFolders([folder])).rejects.toThrow(LOCKED)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(`${folder}.songwalk-lock`)).toBe(true)
  await (await lockFolders([folder]))()
  writeFileSync(`${folder}.songwalk-lock`, '')
  await (await lockFolders([folder]))()
})

test('of processes that lock and unlock a folder again and again, only one has it at a time', async () => {
  const folder = join(root, 'contended')
  let holders = 0
  const contend = async () => {
    for (let i = 0; i < 20; i++) {
      const unlock = await lockFolders([folder]).catch(() => null)
      if (!unlock) continue
      expect(++holders).toBe(1)
      await new Promise((resolve) => setImmediate(resolve))
      holders--
      await unlock()
    }
  }
  await Promise.all([contend(), contend(), contend()])
})
