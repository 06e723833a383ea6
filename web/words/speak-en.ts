import { EN } from './en';

export const WORDS = EN;
