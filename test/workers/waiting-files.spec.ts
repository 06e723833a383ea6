import { POLICY } from '../../src/config/policy';
import { WaitingFiles } from '../../src/workers/waiting-files';

describe('files that wait for a worker', () => {
  it('are counted for each caller, until they are answered', () => {
    const files = new WaitingFiles();
    const leaves = Array.from({ length: POLICY.filesWaitingPerCaller }, () => files.enter('a'));
    expect(() => files.enter('a')).toThrow(`More than ${POLICY.filesWaitingPerCaller} files`);
    files.enter('b')();
    leaves[0]?.();
    files.enter('a');
    expect(() => files.enter('a')).toThrow('files wait to be read already');
  });

  it('are counted for all callers together', () => {
    const files = new WaitingFiles();
    for (let i = 0; i < POLICY.filesWaiting; i += 1) files.enter(`caller ${i}`);
    expect(() => files.enter('another')).toThrow('of all callers');
  });
});
