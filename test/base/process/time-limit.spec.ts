import { cpuSecondsOf, judgeTime, timeLimits } from '../../../src/base/process/time-limit';

describe('the time limit of a task', () => {
  it.each([
    { cpu: 0, wall: 20, judged: 20_000 },
    { cpu: 19.5, wall: 30, judged: 500 },
    { cpu: 19.99, wall: 30, judged: 100 },
    { cpu: 20, wall: 20, judged: 'cpu' },
    { cpu: 5, wall: 115, judged: 5_000 },
    { cpu: 5, wall: 120, judged: 'wall' },
    { cpu: undefined, wall: 15, judged: 5_000 },
    { cpu: undefined, wall: 20, judged: 'cpu' },
  ])('counts CPU time: $cpu s within $wall s', ({ cpu, wall, judged }) => {
    expect(judgeTime({ cpu, wall }, timeLimits(20))).toBe(judged);
  });

  it('reads the CPU time of a process, and nothing of one that is gone', () => {
    const { user, system } = process.cpuUsage();
    const read = cpuSecondsOf(process.pid);
    if (process.platform !== 'linux') return expect(read).toBeUndefined();
    const own = (user + system) / 1_000_000;
    // /proc rounds each of the two down to a hundredth.
    expect(read).toBeGreaterThan(own - 0.03);
    expect(read).toBeLessThan(own + 5);
    expect(cpuSecondsOf(2 ** 30)).toBeUndefined();
  });
});
