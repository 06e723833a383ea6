import { UK } from './words';

export const WORDS = UK;
