import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { allTexts } from '../../words/format';

/** A modal dialog; Escape closes it and returns the focus. */
export function Dialog(props: { title: string; close: () => void; children: ComponentChildren }) {
  const { title, close, children } = props;
  const own = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = own.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={own} aria-labelledby={id} onClose={close}>
      <h2 id={id}>{title}</h2>
      {children}
      <button
        type="button"
        class="close"
        aria-label={allTexts.value.close}
        onClick={() => own.current?.close()}
      >
        ×
      </button>
    </dialog>
  );
}
