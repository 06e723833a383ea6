import { EN } from './words';

export const WORDS = EN;
