import { useState } from 'react';
import { cases } from '../../api/cases.ts';
import { newId } from '../../api/identifiers.ts';
import type { Case } from '../../api/types.ts';
import { DeedDialog, promisedAt, type Deed } from './DeedDialog.tsx';

interface Properties { conversation?: string; order?: string | null; close: () => void; done: (made: Case) => void }

/** Opens a case without leaving the page. Of a conversation nothing is asked that it already tells: person, order, words and owner follow from it. */
export function OpenCaseDialog({ conversation, order, close, done }: Properties) {
  const [id] = useState(() => newId());
  const deed: Deed = {
    key: 'open', title: 'case.open', action: 'case.open', help: conversation ? 'case.openHelp' : undefined,
    fields: [{ name: 'subject', optional: !!conversation }, { name: 'kind', optional: true }, { name: 'words', long: true, optional: true }, { name: 'in', optional: true }],
    run: (_, { subject, kind, words, in: minutes }) => cases.open({ id, conversation, order: order ?? undefined, subject, kind, promiseWords: words, promiseAt: promisedAt(minutes) }),
  };
  return <DeedDialog deed={deed} close={close} done={done} />;
}
