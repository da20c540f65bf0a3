/** Black or white, whichever is easier to read on a colour (WCAG relative luminance). */
export function onColour(hex: string): '#ffffff' | '#10131a' {
  const channel = (place: number) => {
    const value = parseInt(hex.slice(place, place + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.056 ? '#ffffff' : '#10131a';
}
