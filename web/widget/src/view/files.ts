import type { FileReference } from '../core/model.ts';
import { fill } from '../texts/languages.ts';
import { arrange, h, icon } from './dom.ts';
import { icons } from './icons.ts';
import type { Ui } from './ui.ts';

/** What may be sent; the server checks the content again. */
export const largestFileBytes = 10_000_000;
export const mostFiles = 6;
const kinds = /^(image\/(jpeg|png|gif|webp|heic|heif|avif)|video\/(mp4|quicktime|webm)|application\/pdf|text\/(plain|csv))$/;

/** Why a file cannot be sent; null when it can. */
export function fileProblem(ui: Ui, file: { name: string; size: number; type: string }): string | null {
  const { texts, formats } = ui;
  if (file.size === 0) return fill(texts.fileEmpty, { name: file.name });
  if (file.size > largestFileBytes) return fill(texts.fileTooLarge, { name: file.name, size: formats.size(largestFileBytes) });
  return kinds.test(file.type) ? null : fill(texts.fileKind, { name: file.name });
}

interface Upload { id: number; file: File | null; name: string; share: number; done: FileReference | null; failed: boolean; preview: string | null; stop(): void }

/** The files of the message being written: uploaded as soon as they are chosen, so that sending is instant. */
export class Uploads {
  readonly element = h('div', { class: 'chosen' });
  private list: Upload[] = [];
  private counter = 0;

  constructor(private readonly ui: Ui, private readonly changed: () => void, private readonly complain: (text: string) => void, kept: readonly FileReference[]) {
    this.list = kept.map((done) => ({ id: ++this.counter, file: null, name: done.name, share: 1, done, failed: false, preview: null, stop: () => undefined }));
    this.show();
  }

  get ready(): FileReference[] { return this.list.flatMap((upload) => (upload.done ? [upload.done] : [])); }
  get busy(): boolean { return this.list.some((upload) => !upload.done && !upload.failed); }
  get empty(): boolean { return this.list.length === 0; }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const problem = this.list.length >= mostFiles ? fill(this.ui.texts.fileTooMany, { count: mostFiles }) : fileProblem(this.ui, file);
      if (problem) { this.complain(problem); continue; }
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      const upload: Upload = { id: ++this.counter, file, name: file.name, share: 0, done: null, failed: false, preview, stop: () => undefined };
      this.list.push(upload);
      void this.start(upload);
    }
    this.show();
  }

  clear(): void { for (const upload of [...this.list]) this.remove(upload); }

  private async start(upload: Upload): Promise<void> {
    upload.failed = false;
    upload.share = 0;
    this.show();
    try {
      upload.done = await this.send(upload);
    } catch (error) {
      upload.failed = true;
      this.complain(error instanceof Error && error.message ? error.message : fill(this.ui.texts.fileFailed, { name: upload.name }));
    }
    this.show();
  }

  private async send(upload: Upload): Promise<FileReference> {
    const { desk } = this.ui;
    const { token } = await desk.sessions.ensure();
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch does not tell how far an upload has come
      request.open('POST', `${desk.settings.origin}/api/v1/files`);
      request.setRequestHeader('Authorization', `Bearer ${token}`);
      request.setRequestHeader('Accept-Language', this.ui.language);
      request.upload.onprogress = (event) => { if (event.lengthComputable) { upload.share = event.loaded / event.total; this.show(); } };
      request.onerror = request.ontimeout = () => reject(new Error(''));
      request.onload = () => {
        const answer = readJson(request.responseText);
        if (request.status === 201 || request.status === 200) return resolve(answer as unknown as FileReference);
        reject(new Error(typeof answer['detail'] === 'string' ? answer['detail'] : ''));
      };
      upload.stop = () => request.abort();
      const form = new FormData();
      form.append('file', upload.file!, upload.name);
      request.send(form);
    });
  }

  private remove(upload: Upload): void {
    upload.stop();
    if (upload.preview) URL.revokeObjectURL(upload.preview);
    this.list = this.list.filter((one) => one !== upload);
    this.show();
  }

  private show(): void {
    this.element.hidden = this.list.length === 0;
    arrange(this.element, this.list.map((upload) => ({
      key: String(upload.id), signature: `${upload.failed}|${upload.done ? 'done' : Math.floor(upload.share * 20)}`, make: () => this.tag(upload),
    })));
    this.changed();
  }

  private tag(upload: Upload): HTMLElement {
    const { texts, formats } = this.ui;
    const picture = upload.preview ? h('img', { src: upload.preview, alt: '', error: () => picture!.remove() }) : null;
    const bar = upload.done || upload.failed ? null
      : h('progress', { max: 1, value: upload.share, 'aria-label': fill(texts.fileProgress, { name: upload.name, percent: formats.percent(upload.share) }) });
    return h('div', { class: `tag${upload.failed ? ' failed' : ''}` }, picture ?? icon(icons.file), h('span', {}, h('bdi', {}, upload.name)), bar,
      upload.failed && upload.file ? h('button', { class: 'link', type: 'button', click: () => void this.start(upload) }, texts.retry) : null,
      h('button', { class: 'square', type: 'button', 'aria-label': `${texts.remove}: ${upload.name}`, click: () => this.remove(upload) }, icon(icons.close)));
  }
}

function readJson(text: string): Record<string, unknown> {
  try { return JSON.parse(text) as Record<string, unknown>; } catch { return {}; }
}
