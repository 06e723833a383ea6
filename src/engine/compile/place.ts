import type { AgreementDocument, DocumentFault, Obligation, Phase } from '../model/document';
import type { Names } from './resolve';

export interface Place {
  document: AgreementDocument;
  names: Names;
  faults: DocumentFault[];
  obligation: Obligation;
  phase?: Phase;
  pointer: string;
  isParent: boolean;
}
