'use strict';
// Each queue used as its own documentation shows, with a post as the work. `prepare` stores the jobs and
// `run` resolves when every one is done and noted as done.

/** @param post sends one message, `{id, body}`; resolves when it was answered. */
exports.bullmq = async (redisUrl, post, concurrency) => {
  const { Queue, Worker } = require('bullmq');
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port), maxRetriesPerRequest: null };
  const queue = new Queue('deliveries', { connection });
  await queue.waitUntilReady();
  return {
    prepare: async (messages) => {
      await queue.obliterate({ force: true });
      await queue.addBulk(messages.map((data) => ({ name: 'delivery', data })));
    },
    run: async (messages) => {
      const worker = new Worker('deliveries', (job) => post(job.data), {
        connection,
        concurrency,
        autorun: false,
      });
      let done = 0;
      const all = new Promise((resolve, reject) => {
        worker.on('completed', () => ++done === messages.length && resolve());
        worker.on('failed', (_job, error) => reject(error));
      });
      void worker.run();
      await all;
      await worker.close();
    },
    close: () => queue.close(),
  };
};

exports.pgBoss = async (connectionString, post, concurrency) => {
  const PgBoss = require('pg-boss');
  const boss = new PgBoss({ connectionString, supervise: false, schedule: false });
  await boss.start();
  await boss.createQueue('deliveries');
  return {
    prepare: (messages) => boss.insert(messages.map((data) => ({ name: 'deliveries', data }))),
    run: async () => {
      for (;;) {
        const jobs = await boss.fetch('deliveries', { batchSize: concurrency });
        if (jobs.length === 0) return;
        await Promise.all(jobs.map(({ data }) => post(data)));
        await boss.complete(
          'deliveries',
          jobs.map(({ id }) => id),
        );
      }
    },
    close: () => boss.stop({ graceful: false }),
  };
};
