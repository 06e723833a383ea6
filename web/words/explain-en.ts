import { EN } from '../../src/schedule/sentences/en';
import { EN_DETAIL } from './en-detail';

export const SENTENCES = EN;
export const DETAIL = EN_DETAIL;
