import { UK } from './uk';

export const WORDS = UK;
