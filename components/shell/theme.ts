import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const accent: MantineColorsTuple = ['#eaf2ff', '#d3e3ff', '#a9c8ff', '#80adff', '#5b9dff', '#4388f5', '#2f74e6', '#1f5fd1', '#184fb0', '#123f8f'];

/** The greys of the dark ground, in the order that Mantine's dark scheme reads them: ink first. */
const dark: MantineColorsTuple = ['#e6edf3', '#c3cdd7', '#93a1af', '#6b7885', '#2b3644', '#1f2833', '#161e28', '#0b0f14', '#080b0f', '#05070a'];

const red: MantineColorsTuple = ['#fdecea', '#fad3ce', '#f3a69d', '#ec7a6c', '#e5523f', '#ec2e14', '#c92711', '#911708', '#751206', '#5a0e05'];

const sizes = { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' };

export const theme = createTheme({
  fontFamily: 'var(--sb-font)',
  fontFamilyMonospace: 'var(--sb-mono)',
  fontSizes: sizes,
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'md',
  breakpoints: { xs: '30em', sm: '40em', md: '56em', lg: '68.75em', xl: '90em' },
  colors: { accent, dark, red },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  white: '#ffffff',
  black: '#0f1720',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { size: 'sm', variant: 'subtle', color: 'gray' } },
    Menu: { defaultProps: { shadow: 'none', offset: 4, position: 'bottom-end', transitionProps: { duration: 120, transition: 'fade' } } },
    Popover: { defaultProps: { shadow: 'none', transitionProps: { duration: 120, transition: 'fade' } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'md',
        transitionProps: { duration: 120, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.5 },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 160 } } },
    Tabs: { defaultProps: { keepMounted: false } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
  },
});

/** Mantine's own variables, told by the tokens of globals.css. */
export const cssVariables: CSSVariablesResolver = () => {
  const tokens = {
    '--mantine-color-body': 'var(--sb-ground)',
    '--mantine-color-text': 'var(--sb-ink)',
    '--mantine-color-bright': 'var(--sb-ink)',
    '--mantine-color-dimmed': 'var(--sb-muted)',
    '--mantine-color-placeholder': 'var(--sb-muted)',
    '--mantine-color-anchor': 'var(--sb-accent)',
    '--mantine-color-error': 'var(--sb-error)',
    '--mantine-color-default': 'var(--sb-ground)',
    '--mantine-color-default-hover': 'var(--sb-hover)',
    '--mantine-color-default-color': 'var(--sb-ink)',
    '--mantine-color-default-border': 'var(--sb-line-strong)',
    '--mantine-color-disabled': 'var(--sb-raised)',
    '--mantine-color-disabled-color': 'var(--sb-muted)',
    '--mantine-color-disabled-border': 'var(--sb-line)',
  };
  return { variables: {}, light: tokens, dark: tokens };
};
