import { StopOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { PullSource } from '../../api/andon.ts';
import { useActions } from '../../app/actions.ts';
import { mayPull, useMe } from '../../app/session.tsx';
import { t } from '../../i18n/language.ts';
import { PullCord } from './PullCord.tsx';

/** The cord, where something that hurts is looked at. */
export function PullButton({ source }: { source: PullSource }) {
  const [open, setOpen] = useState(false);
  const may = mayPull(useMe());
  useActions(may ? [{ key: 'pull-cord', title: 'andon.pull', shortcut: 'h', run: () => setOpen(true) }] : []);
  if (!may) return null;
  return <>
    <Button danger icon={<StopOutlined />} aria-keyshortcuts="h" title="h" onClick={() => setOpen(true)}>{t('andon.pull')}</Button>
    {open && <PullCord source={source} close={() => setOpen(false)} />}
  </>;
}
