import { useState } from 'preact/hooks';
import { address, linkTo } from '../../state/address';
import { texts } from '../../words/format';

const CONFIRM_MS = 2_000;

interface Copied {
  label: string;
  text: () => string;
}

/** A button that copies a text and confirms it for a moment. */
export function Copy({ label, text }: Copied) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard?.writeText(text());
        setCopied(true);
        setTimeout(() => setCopied(false), CONFIRM_MS);
      }}
    >
      {copied ? texts.value.signing.copied : label}
    </button>
  );
}

/** Copies the address of the view, with its what-if. */
export function CopyLink() {
  return (
    <Copy label={texts.value.signing.share} text={() => location.origin + linkTo(address.peek())} />
  );
}
