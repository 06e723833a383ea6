import { useState } from 'preact/hooks';
import { address, linkTo } from '../../state/address';
import { say } from '../../words/format';

const THANKS_MS = 2_000;

interface Copied {
  label: string;
  text: () => string;
}

/** Puts a text on the clipboard, and says so. */
export function Copy({ label, text }: Copied) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard?.writeText(text());
        setCopied(true);
        setTimeout(() => setCopied(false), THANKS_MS);
      }}
    >
      {copied ? say.value.signing.copied : label}
    </button>
  );
}

/** The address of what is seen: a what-if opens with its dates. */
export function CopyLink() {
  return (
    <Copy label={say.value.signing.share} text={() => location.origin + linkTo(address.peek())} />
  );
}
