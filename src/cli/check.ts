import { readAgreement } from '../agreement/loader';
import { readText } from './files';

/** `pacta check FILE` */
export function checkFile(file: string): void {
  const { document } = readAgreement(readText(file), file);
  const phases = document.obligations.reduce(
    (sum, obligation) => sum + (obligation.phases?.length ?? 0),
    0,
  );
  process.stdout.write(
    `${file} is sound: ${document.title}, ${document.obligations.length} obligations, ${phases} phases.\n`,
  );
}
