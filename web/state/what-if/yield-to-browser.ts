/** Lets the browser draw and answer the reader first. */
export function othersRun(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
