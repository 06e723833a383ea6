import { EN as sentences } from '../../src/schedule/sentences/en';
import { EN as words } from './en';

export const SPOKEN = { words, sentences };
