const phoneWidth = 560;

/**
 * Where the keyboard of a phone covers the page without making it smaller, the frame takes only what
 * is left in sight, so that the box stays above the keys.
 */
export function fitToKeyboard(frame: () => HTMLElement, isShown: () => boolean): void {
  const view = globalThis.visualViewport;
  if (!view) return;
  const fit = (): void => {
    const { style } = frame();
    const covered = innerHeight - view.height - view.offsetTop;
    const narrow = innerWidth <= phoneWidth || style.height !== '';
    if (isShown() && narrow && (covered > 80 || view.offsetTop > 0) && view.scale <= 1.01) {
      style.height = `${view.height}px`;
      style.top = `${view.offsetTop}px`;
      style.bottom = 'auto';
    } else {
      style.height = style.top = style.bottom = '';
    }
  };
  view.addEventListener('resize', fit);
  view.addEventListener('scroll', fit);
}
