import type { Sentences } from '../../src/engine/explain/sentences';
import { sentences } from './format';

/** Replaces the engine's English sentences in the page's build, so that derivations are in the page's language. */
export const EN: Sentences = {
  get inZone() {
    return sentences.value.inZone;
  },
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
