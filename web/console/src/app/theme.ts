import { theme as ant, type ThemeConfig } from 'antd';
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'light' | 'dark' | 'system';
const storageKey = 'patella.theme';
const darkMedia = matchMedia('(prefers-color-scheme: dark)');
const stillMedia = matchMedia('(prefers-reduced-motion: reduce)');
let watchers: (() => void)[] = [];

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
export const isDark = (): boolean => (themeChoice() === 'system' ? darkMedia.matches : themeChoice() === 'dark');

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  watchers.forEach((watcher) => watcher());
}
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, choice);
  apply();
}
export function startTheme(): void {
  darkMedia.addEventListener('change', apply);
  apply();
}
const subscribe = (watcher: () => void) => {
  watchers = [...watchers, watcher];
  return () => { watchers = watchers.filter((other) => other !== watcher); };
};
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);

/** Ant's tokens from ours (styles/tokens.css); contrast of both sets is checked by axe in the page tests. */
export function antTheme(dark: boolean): ThemeConfig {
  const colours = dark
    ? { primary: '#8ea6ff', ground: '#14171d', surface: '#1b1f27', raised: '#232833', line: '#343b49', text: '#e7eaf1', quiet: '#a9b2c3', onPrimary: '#10131a', error: '#ff8f87', success: '#63cc9b', warning: '#efb45c', hover: '#aabbff', errorGround: '#421c1a', successGround: '#17321f', warningGround: '#38290f', infoGround: '#232c4a' }
    : { primary: '#3553b8', ground: '#f5f6f8', surface: '#ffffff', raised: '#ffffff', line: '#d9dee7', text: '#1b2130', quiet: '#556075', onPrimary: '#ffffff', error: '#b92d27', success: '#187443', warning: '#8f5300', hover: '#28418f', errorGround: '#fbe9e7', successGround: '#e5f3eb', warningGround: '#fbf0dc', infoGround: '#e9eefb' };
  return {
    algorithm: dark ? ant.darkAlgorithm : ant.defaultAlgorithm,
    cssVar: { key: 'patella' },
    hashed: false,
    token: {
      colorPrimary: colours.primary, colorInfo: colours.primary, colorLink: colours.primary,
      colorError: colours.error, colorSuccess: colours.success, colorWarning: colours.warning,
      colorPrimaryHover: colours.hover, colorLinkHover: colours.hover,
      colorErrorBg: colours.errorGround, colorErrorBorder: colours.line, colorSuccessBg: colours.successGround, colorSuccessBorder: colours.line,
      colorWarningBg: colours.warningGround, colorWarningBorder: colours.line, colorInfoBg: colours.infoGround, colorInfoBorder: colours.line,
      colorBgBase: colours.surface, colorBgLayout: colours.ground, colorBgContainer: colours.surface, colorBgElevated: colours.raised,
      colorText: colours.text, colorTextSecondary: colours.quiet, colorTextTertiary: colours.quiet, colorTextDescription: colours.quiet,
      colorTextPlaceholder: dark ? '#8d97a9' : '#667085',
      // What cannot be changed is still read.
      colorTextDisabled: colours.quiet, colorBgContainerDisabled: dark ? '#232833' : '#eef0f4', colorBorder: colours.line, colorBorderSecondary: colours.line,
      colorTextLightSolid: colours.onPrimary,
      fontFamily: 'var(--font)', fontSize: 14, lineHeight: 22 / 14, fontSizeSM: 12,
      borderRadius: 6, controlHeight: 32, motionDurationMid: '0.12s', motionDurationSlow: '0.16s',
      // Cut to next to nothing by style alone, the end of a motion is missed and a spinner stays in its button.
      motion: !stillMedia.matches,
      wireframe: false,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', contentFontSize: 14 },
      Table: { cellPaddingBlockMD: 8, cellPaddingInlineMD: 12, headerBg: 'transparent', headerColor: colours.quiet, headerSplitColor: 'transparent' },
      Tooltip: { colorBgSpotlight: dark ? '#3a4252' : '#1b2130', colorTextLightSolid: '#ffffff' },
      Segmented: { itemSelectedBg: dark ? '#3a4252' : '#ffffff' },
    },
  };
}
