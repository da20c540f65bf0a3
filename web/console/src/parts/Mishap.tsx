import { Button } from 'antd';
import { Component, type ReactNode } from 'react';
import { t } from '../i18n/language.ts';
import { Empty } from './feedback.tsx';

interface Properties { place: string; children: ReactNode }
interface State { failedAt?: string }
/** Parts of the console that are loaded when they are first needed are gone after an upgrade: the page that asks for them is an old one. */
const isOldPage = (error: unknown): boolean => error instanceof Error && /dynamically imported module|importing a module script|ChunkLoadError/i.test(`${error.name} ${error.message}`);
const reloadedKey = 'patella.reloaded';
/** Once in this time a page loads itself anew; again at once it would go in circles. */
const circleMilliseconds = 60_000;

/** A page that fails takes nothing else with it: the way to the others stays, what was half written is kept, and going elsewhere is enough to go on. */
export class Mishap extends Component<Properties, State> {
  override state: State = {};

  static getDerivedStateFromError(): State { return { failedAt: '' }; }

  override componentDidCatch(error: unknown): void {
    this.setState({ failedAt: this.props.place });
    const last = Number(sessionStorage.getItem(reloadedKey) ?? 0);
    if (isOldPage(error) && Date.now() - last > circleMilliseconds) {
      sessionStorage.setItem(reloadedKey, String(Date.now()));
      location.reload();
    }
  }

  override componentDidUpdate(): void {
    if (this.state.failedAt && this.state.failedAt !== this.props.place) this.setState({ failedAt: undefined });
  }

  override render(): ReactNode {
    if (this.state.failedAt === undefined) return this.props.children;
    return (
      <div className="page" role="alert"><h1 className="visually-hidden">{t('mishap.title')}</h1>
        <Empty title={t('mishap.title')} action={<Button type="primary" onClick={() => location.reload()}>{t('mishap.reload')}</Button>}>{t('mishap.text')}</Empty>
      </div>
    );
  }
}
