import type { Sentences } from '../../src/engine/explain/sentences';
import { sentences } from './format';

/** Takes the place of the engine's own English in the page: what it says, it says as the reader reads. */
export const EN: Sentences = {
  get steps() {
    return sentences.value.steps;
  },
  get reasons() {
    return sentences.value.reasons;
  },
  get rephrased() {
    return sentences.value.rephrased;
  },
  get readings() {
    return sentences.value.readings;
  },
  get sources() {
    return sentences.value.sources;
  },
};
