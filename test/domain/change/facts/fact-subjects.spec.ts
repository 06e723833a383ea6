import { factSchema } from '../../../../src/domain/change/facts/fact-request';
import { subjectOf } from '../../../../src/domain/change/facts/fact-subjects';
import { compile } from '../../../../src/engine/compile/compile';
import { documentOf } from '../../../support/agreements';

const result = compile(
  documentOf(
    [
      { id: 'report', title: 'Report', due: 'within 5 days of signing' },
      { id: 'truce', title: 'Truce', holds: 'from signing' },
      {
        id: 'relief',
        title: 'Relief',
        phases: [{ id: 'stage-1', title: 'Stage 1', due: 'within 9 days of signing' }],
      },
    ],
    {},
  ),
);
if (!result.ok) throw new Error(JSON.stringify(result.faults));
const { agreement } = result;

function subjectOfWas(was: string) {
  const request = factSchema.parse({ was, at: '2026-01-02' });
  if ('retracts' in request) throw new Error('not reached');
  return subjectOf(agreement, request);
}

describe('the obligation and moment that a fact names in "was"', () => {
  it.each`
    was                   | detail                                                                              | example
    ${'report'}           | ${'"report" does not say what happened to the obligation'}                          | ${'report.fulfilled'}
    ${'truce'}            | ${'"truce" does not say what happened to the obligation'}                           | ${'truce.breached'}
    ${'relief.stage-1'}   | ${'"relief.stage-1" does not say what happened to the phase'}                       | ${'relief.stage-1.fulfilled'}
    ${'report.renounced'} | ${'"renounced" cannot be recorded'}                                                 | ${'report.fulfilled'}
    ${'truce.renounced'}  | ${'"renounced" cannot be recorded'}                                                 | ${'truce.breached'}
    ${'reprt'}            | ${'"reprt" is not an obligation or phase; did you mean "report"?'}                  | ${'report.fulfilled'}
    ${'nope.fulfilled'}   | ${'"nope" is not an obligation or phase'}                                           | ${'report.fulfilled'}
    ${'relief'}           | ${'"relief" has phases and is fulfilled when they all are'}                         | ${'relief.stage-1.fulfilled'}
    ${'relief.fulfilled'} | ${'"relief" has phases and is fulfilled when they all are'}                         | ${'relief.stage-1.fulfilled'}
    ${'reprt.fulfilled'}  | ${'"reprt" is not an obligation or phase; did you mean "report"?'}                  | ${'report.fulfilled'}
    ${'relief.stage-9'}   | ${'"relief.stage-9" is not an obligation or phase; did you mean "relief.stage-1"?'} | ${'report.fulfilled'}
    ${''}                 | ${'"" is not an obligation or phase'}                                               | ${'report.fulfilled'}
  `('of "$was" is refused', ({ was, detail, example }) => {
    expect(subjectOfWas(was)).toMatchObject({ pointer: '/was', detail, example });
    expect(subjectOfWas(example)).toEqual(expect.not.objectContaining({ pointer: '/was' }));
  });
});
