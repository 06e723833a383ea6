import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { sayAll } from '../../words/format';

/** A question that wants an answer first; Escape closes it, and what was focused is focused again. */
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
        aria-label={sayAll.value.close}
        onClick={() => own.current?.close()}
      >
        ×
      </button>
    </dialog>
  );
}
