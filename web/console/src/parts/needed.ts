import { t } from '../i18n/language.ts';

/** A form's rule that something must be given. Of our own: the component library's would put aria-required on elements that may not carry it. */
export const needed = () => ({
  validator: (_: unknown, value: unknown) =>
    (value === undefined || value === null || (typeof value === 'string' && !value.trim()) || (Array.isArray(value) && value.length === 0) ? Promise.reject(new Error(t('form.required'))) : Promise.resolve()),
});
