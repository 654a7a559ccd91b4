import { beforeEach, type RunnerTask } from 'vitest'

const hasFailure = (tasks: readonly RunnerTask[]): boolean =>
  tasks.some((task) => task.result?.state === 'fail' || ('tasks' in task && hasFailure(task.tasks)))

// The tests of a file are steps of one visit: after a failure the rest would only wait in a page that is not where they
// expect it. They are skipped, which `npm test` counts as failed.
beforeEach(({ task, skip }) => skip(hasFailure(task.file.tasks), 'an earlier test of this file failed'))
