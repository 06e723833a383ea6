import { EN } from '../../src/schedule/sentences/en';

export const SENTENCES = EN;
